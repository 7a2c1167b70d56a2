import type { Fleet } from './fleet.ts'
import { type Setting, settings } from './setting.ts'
import { type Situation, situations } from './situations.ts'
import { type Verdict, verdictOf } from './verdict.ts'

/** A situation as it was met in one setting. */
export interface Meeting {
  readonly situation: Situation
  readonly setting: Setting
  /** Rejects only when a call ended in a way that no caller should see. */
  readonly verdict: Promise<Verdict>
}

/** Meets every situation in every setting, some at once; each has models of its own, and so circuits of its own. */
export function sit(fleet: Fleet): Meeting[] {
  const lanes = Array.from({ length: 16 }, () => Promise.resolve())
  const all = situations.flatMap((situation) => settings.map((setting) => ({ situation, setting })))
  return all.map(({ situation, setting }, index) => {
    const lane = index % lanes.length
    const verdict = (lanes[lane] as Promise<void>).then(async () =>
      verdictOf(situation, await fleet.meet(situation, setting)),
    )
    lanes[lane] = verdict.then(
      () => {},
      () => {},
    )
    return { situation, setting, verdict }
  })
}

/** The table of all verdicts as it stands in the documentation. */
export async function verdictTable(meetings: readonly Meeting[]): Promise<string> {
  const rows = situations.map(async (situation) => {
    const own = meetings.filter((meeting) => meeting.situation === situation)
    const cells = await Promise.all(own.map(async ({ verdict }) => cell(await verdict)))
    return `| ${[situation.id, situation.title, ...cells].join(' | ')} |`
  })
  const head = settings.map(({ way, fallback }) => `${way}, ${fallback ? 'with another target' : 'alone'}`)
  const lines = [`| | Situation | ${head.join(' | ')} |`, `|${'---|'.repeat(settings.length + 2)}`]
  return `${[...lines, ...(await Promise.all(rows))].join('\n')}\n`
}

function cell({ kind, why }: Verdict): string {
  if (kind === 'fail') return `**fail**: ${why}`
  return why === '' ? kind : `${kind}: \`${why}\``
}

const BEGIN = '<!-- verdicts: written by scripts/failover-table.ts -->\n\n'
const END = '\n<!-- end of verdicts -->'

/** The page with that table in the place of the one that it has. */
export function withTable(page: string, table: string): string {
  const [before = '', rest = ''] = page.split(BEGIN)
  const after = rest.slice(rest.indexOf(END))
  if (!after) throw new Error('The page has no place for the table.')
  return `${before}${BEGIN}${table}${after}`
}
