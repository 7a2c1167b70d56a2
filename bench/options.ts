import { parseArgs } from 'node:util'
import { SIDES, type Side } from './report.ts'
import { type Size, scenariosOf } from './scenarios.ts'

/** What the command line asks for. */
export type Options =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'compare'
      readonly size: Size
      readonly json: boolean
      readonly only: readonly string[]
      readonly rows: number | undefined
    }
  | { readonly kind: 'profile'; readonly size: Size; readonly scenario: string; readonly side: Exclude<Side, 'direct'> }

export const USAGE = `node bench/main.ts [--quick] [--json] [--only NAME]... | --profile NAME [--side SIDE]

  --quick         about a minute instead of about seven; the figures are rough
  --json          the whole report as JSON instead of tables
  --only NAME     only this scenario, or held, doors, vendors, costs, workload, idle, h2load, switches or reports; may be given
                  several times. switches and reports, which take minutes, are measured only when they are named
  --rows N        how many rows the reports are over, instead of a million
  --profile NAME  where the processor's time goes in a scenario
  --side SIDE     whose time: switchyard (default) or forwarder

Scenarios: ${scenariosOf('full')
  .map(({ name }) => name)
  .join(', ')}`

/** Throws an Error that says what is wrong. */
export function parseOptions(words: string[]): Options {
  const { values } = parseArgs({
    args: words,
    options: {
      quick: { type: 'boolean', default: false },
      smoke: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      rows: { type: 'string' },
      profile: { type: 'string' },
      side: { type: 'string', default: 'switchyard' },
    },
  })
  const size = values.smoke ? 'smoke' : values.quick ? 'quick' : 'full'
  if (values.help) return { kind: 'help' }
  const rows = values.rows === undefined ? undefined : Number(values.rows)
  if (rows !== undefined && !(Number.isSafeInteger(rows) && rows > 0)) throw new Error('--rows must be a whole number.')
  if (values.profile === undefined) return { kind: 'compare', size, json: values.json, only: values.only, rows }
  const side = SIDES.find((name) => name === values.side)
  if (!side || side === 'direct') throw new Error('--side must be switchyard or forwarder.')
  return { kind: 'profile', size, scenario: values.profile, side }
}
