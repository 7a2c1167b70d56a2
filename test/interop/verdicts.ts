import { type Case, cases } from './cases.ts'

/** What a runner says of a case; `missing`: it said nothing, or not what it should. */
export interface Verdict {
  readonly result: 'passed' | 'failed' | 'missing'
  readonly detail: string
}

export type Verdicts = Readonly<Record<Case, Verdict>>

const names = Object.keys(cases) as Case[]

/** Reads a runner's lines. What is no line of a case is ignored; of a case that is told of twice the worse counts. */
export function readVerdicts(stdout: string, report: string): Verdicts {
  const told = stdout.split('\n').flatMap(readLine)
  const verdictOf = (name: Case): Verdict => {
    const own = told.filter((line) => line.case === name)
    const missing = { result: 'missing', detail: `The runner did not tell of ${name}.\n${report}` } as const
    return own.find(({ result }) => result !== 'passed') ?? own[0] ?? missing
  }
  return Object.fromEntries(names.map((name) => [name, verdictOf(name)])) as Record<Case, Verdict>
}

function readLine(line: string): (Verdict & { readonly case: unknown })[] {
  try {
    const { case: name, result, detail = '' } = JSON.parse(line)
    return [{ case: name, result: result === 'passed' ? 'passed' : 'failed', detail: String(detail) }]
  } catch {
    return []
  }
}

/** The verdicts of all languages that ran: a row for each case, a column for each language. */
export function verdictTable(columns: ReadonlyMap<string, Verdicts>): string {
  const width = Math.max(...names.map((name) => name.length))
  const line = (first: string, cells: string[]) => [first.padEnd(width), ...cells].join('  ')
  const languages = [...columns.keys()]
  const rows = names.map((name) =>
    line(
      name,
      [...columns].map(([language, verdicts]) => verdicts[name].result.padEnd(language.length)),
    ),
  )
  return [line('', languages), ...rows].map((row) => row.trimEnd()).join('\n')
}
