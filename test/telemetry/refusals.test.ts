import { pino } from 'pino'
import { expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { headerContext } from '../../src/rpc/call-context.ts'
import { Metrics } from '../../src/telemetry/metrics.ts'
import { Refusals } from '../../src/telemetry/refusals.ts'
import { metricOf } from '../support/app.ts'
import { FakeClock } from '../support/fake-clock.ts'

function opened() {
  const lines: Record<string, unknown>[] = []
  const clock = new FakeClock()
  const metrics = new Metrics()
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const { report } = new Refusals({ clock, logger, metrics, contextOf: headerContext })
  const refuse = (reason: ConstructorParameters<typeof GatewayError>[0], headers: Record<string, string> = {}) =>
    report({
      error: new GatewayError(reason, 'The secret word.'),
      method: '/switchyard.v1.LLMService/GenerateText',
      requestId: 'request-1',
      header: (name) => headers[name],
    })
  return { lines, clock, metrics, refuse }
}

it('a refused request has a line with what its headers tell of it, and without the error’s message', () => {
  const { lines, refuse } = opened()
  refuse(ErrorReason.UNAUTHENTICATED, { 'x-trace-id': 'trace', 'x-source-agent': 'planner', 'x-session-id': 'session' })
  expect(lines).toEqual([
    expect.objectContaining({
      msg: 'refused',
      level: 40,
      request_id: 'request-1',
      trace_id: 'trace',
      source_agent: 'planner',
      session_id: 'session',
      method: '/switchyard.v1.LLMService/GenerateText',
      status: 'rejected',
      reason: 'UNAUTHENTICATED',
    }),
  ])
  expect(JSON.stringify(lines)).not.toContain('secret word')
})

it('a flood is counted in full and logged in part, and the next line tells how many were left out', async () => {
  const { lines, clock, metrics, refuse } = opened()
  for (let index = 0; index < 1000; index += 1) refuse(ErrorReason.INVALID_REQUEST)
  expect(lines).toHaveLength(10)
  await clock.advance(1000)
  refuse(ErrorReason.INVALID_REQUEST)
  refuse(ErrorReason.INVALID_REQUEST)
  expect(lines.slice(10)).toEqual([
    expect.objectContaining({ suppressed: 990 }),
    expect.not.objectContaining({ suppressed: expect.anything() }),
  ])
  const { body } = await metrics.expose()
  expect(metricOf(body, 'llm_rejected_requests_total', 'reason="INVALID_REQUEST"')).toBe(1002)
})

it('a caller who left before it said what it wants was not refused', async () => {
  const { lines, metrics, refuse } = opened()
  refuse(ErrorReason.CALL_CANCELLED)
  expect(lines).toEqual([])
  expect((await metrics.expose()).body).not.toMatch(/^llm_rejected_requests_total\{/m)
})
