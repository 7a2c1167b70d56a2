import { expect } from 'vitest'
import { type Configuration, type RunningApp, startTestApp } from '../support/app.ts'
import type { Collector, SeenSpan } from '../support/collector.ts'
import type { UpstreamExchange } from '../support/upstream.ts'

export const PROVIDER_KEY = 'sk-canary-of-the-provider'
export const CALLER_KEY = 'canary-of-the-caller-that-is-long-enough'

const ANSWER = {
  id: 'chatcmpl-1',
  model: 'played-model-2026',
  choices: [{ index: 0, message: { role: 'assistant', content: 'canary of the answer' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 11, completion_tokens: 5 },
}

export function answers(exchange: UpstreamExchange): void {
  exchange.sendJson(200, ANSWER)
}

export function fails(exchange: UpstreamExchange): void {
  exchange.sendJson(503, { error: { message: 'canary of the failure' } })
}

/** The service with spans sent to the collector; `traces` is more about them. */
export function startTraced(
  collector: Collector,
  configuration: Configuration,
  traces: Configuration = {},
): Promise<RunningApp> {
  const telemetry = { traces: { endpoint: { url: `${collector.url}/v1/traces` }, ...traces } }
  const retry = { initial_delay: '1ms', max_retries: 1 }
  return startTestApp({ telemetry, retry, ...configuration }, { environment: { KEY: PROVIDER_KEY, CALLER_KEY } })
}

export function only<Item>(items: readonly Item[]): Item {
  expect(items).toHaveLength(1)
  return items[0] as Item
}

export function ofKind(spans: readonly SeenSpan[], kind: SeenSpan['kind']): SeenSpan[] {
  return spans.filter((span) => span.kind === kind)
}
