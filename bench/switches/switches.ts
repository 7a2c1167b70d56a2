import type { Parts } from '../parts.ts'

/** What is set otherwise than in the scenarios, to see what it costs. */
export interface Switch {
  readonly name: string
  readonly title: string
  /** Top-level settings, as YAML; those that are not named are as in the scenarios. */
  readonly settings: Readonly<Record<string, string>>
}

/** More than any call of the bench uses up, so that nothing is refused. */
const PLENTY = 1_000_000_000

/** The first one is what all others are compared with. */
export function switchesFor(parts: Parts): Switch[] {
  const collector = `http://127.0.0.1:${parts.upstream.ready.port}/v1/traces`
  return [
    { name: 'usual', title: 'as in the scenarios', settings: {} },
    // How far it is from the first one is noise.
    { name: 'again', title: 'the same once more', settings: {} },
    { name: 'no-key', title: 'without the API key', settings: { authentication: '{}' } },
    {
      name: 'ledger-in-memory',
      title: 'ledger in memory, not on disk',
      settings: { store: '{ url: "sqlite::memory:" }' },
    },
    { name: 'no-log', title: 'without a line in the log for each call', settings: { log: '{ level: warn }' } },
    {
      name: 'rate-limits',
      title: 'with two rate limits that each call meets',
      settings: {
        rate_limits: `[${limit('all', '')}, ${limit('model', ', subject: { model: bench }')}]`,
      },
    },
    {
      name: 'budgets',
      title: 'with two hard budgets that each call is charged to',
      settings: { budgets: `[${budget('all', '')}, ${budget('model', ', subject: { model: bench }')}]` },
    },
    {
      name: 'traces',
      title: 'with a trace of each call sent by OTLP',
      settings: { telemetry: `{ traces: { endpoint: { url: "${collector}" }, sample_ratio: 1 } }` },
    },
  ]
}

function limit(name: string, subject: string): string {
  return `{ name: ${name}, requests_per_minute: ${PLENTY}, tokens_per_minute: ${PLENTY}${subject} }`
}

function budget(name: string, subject: string): string {
  return `{ name: ${name}, amount: ${PLENTY / 1000}, window: day, hard: true${subject} }`
}
