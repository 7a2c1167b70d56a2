import { type DescMessage, type MessageInitShape, type MessageShape, toJsonString } from '@bufbuild/protobuf'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import { RequestOutcome, type UsageFilterSchema } from '#gen/switchyard/v1/usage_report_pb.js'
import { systemClock } from '../core/clock.ts'
import type { ServerClient } from './client.ts'
import { UsageError } from './errors.ts'
import { connect, type GlobalOptions } from './global-options.ts'
import { print, type Terminal } from './terminal.ts'

/** The options of a filter as they stand on the command line. */
export interface FilterOptions extends GlobalOptions {
  readonly from?: string
  readonly until?: string
  readonly tenant?: string[]
  readonly user?: string[]
  readonly project?: string[]
  readonly keyId?: string[]
  readonly agent?: string[]
  readonly model?: string[]
  readonly provider?: string[]
  readonly task?: string[]
  readonly route?: string[]
  readonly outcome?: string[]
  readonly label?: string[]
}

type Filter = MessageInitShape<typeof UsageFilterSchema>

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }

/** Throws a UsageError for what cannot be read. */
export function filterOf(options: FilterOptions): Filter {
  return {
    ...(options.from !== undefined && { startTime: timeOf('--from', options.from) }),
    ...(options.until !== undefined && { endTime: timeOf('--until', options.until) }),
    tenants: options.tenant ?? [],
    users: options.user ?? [],
    projects: options.project ?? [],
    keys: options.keyId ?? [],
    agents: options.agent ?? [],
    models: options.model ?? [],
    providers: options.provider ?? [],
    taskTypes: options.task ?? [],
    routes: options.route ?? [],
    outcomes: (options.outcome ?? []).map(outcomeOf),
    labels: Object.fromEntries((options.label ?? []).map(labelOf)),
  }
}

/** Asks, and prints the answer as a table or as JSON. */
export async function show<Desc extends DescMessage>(
  terminal: Terminal,
  options: GlobalOptions,
  schema: Desc,
  ask: (client: ServerClient) => Promise<MessageShape<Desc>>,
  asTable: (answer: MessageShape<Desc>) => string,
): Promise<number> {
  const client = connect(options, terminal)
  try {
    const answer = await ask(client)
    print(terminal, options.output === 'json' ? toJsonString(schema, answer, { prettySpaces: 2 }) : asTable(answer))
    return 0
  } finally {
    client.close()
  }
}

/** Ctrl-C ends what the work does with the signal; the work then ends without an error. */
export async function untilInterrupted(
  terminal: Terminal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const controller = new AbortController()
  const ignore = terminal.onSignal('SIGINT', () => controller.abort())
  try {
    await work(controller.signal)
    return !controller.signal.aborted
  } catch (error) {
    if (!controller.signal.aborted) throw error
    return false
  } finally {
    ignore()
  }
}

function timeOf(option: string, text: string) {
  const [, count, unit = ''] = /^(\d{1,5})([hdw])$/.exec(text) ?? []
  const instant = count ? systemClock.now() - Number(count) * (UNIT_MS[unit] ?? 0) : Date.parse(text)
  if (Number.isNaN(instant)) throw new UsageError(`${option} must be a time such as 2026-11-01T08:00Z, or 7d.`)
  return timestampFromMs(instant)
}

function outcomeOf(word: string): RequestOutcome {
  const outcome = RequestOutcome[word.toUpperCase() as keyof typeof RequestOutcome]
  if (outcome) return outcome
  throw new UsageError('--outcome must be succeeded, failed or cancelled.')
}

function labelOf(text: string): [string, string] {
  const [name, ...value] = text.split('=')
  if (name === undefined || value.length === 0) throw new UsageError('--label must be of the form name=value.')
  return [name, value.join('=')]
}
