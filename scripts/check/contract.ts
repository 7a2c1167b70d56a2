import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTurn, type Result, run } from './run.ts'

/** Everything that generating reads. */
const INPUTS = ['proto', 'build/proto', 'buf.yaml', 'buf.gen.yaml']

/** Whether `gen/` is what the contract generates now. */
export function checkGenerated(): Result {
  return inTemporaryDirectory((directory) =>
    inTurn(
      () => run('node', ['scripts/collect-proto-dependencies.ts']),
      () => {
        for (const input of INPUTS) cpSync(input, join(directory, input), { recursive: true })
        return run('buf', ['generate'], directory)
      },
      () => compare(join(directory, 'gen'), 'gen'),
    ),
  )
}

/** Whether the contract still serves every caller of the last release, or of the last commit before there is one. */
export function checkBreaking(): Result {
  const tag = run('git', ['describe', '--tags', '--abbrev=0'])
  const base = tag.state === 'good' ? tag.report : 'HEAD'
  if (run('git', ['cat-file', '-e', `${base}:buf.yaml`]).state !== 'good') {
    return { state: 'skipped', report: `${base} holds no contract to compare with.` }
  }
  return inTemporaryDirectory((directory) => {
    const archive = join(directory, 'base.tar')
    return inTurn(
      () => run('git', ['archive', '-o', archive, base, 'proto', 'buf.yaml']),
      () => run('tar', ['-xf', archive, '-C', directory]),
      () => {
        cpSync('build/proto', join(directory, 'build/proto'), { recursive: true })
        return run('buf', ['breaking', '--against', directory])
      },
    )
  })
}

function compare(fresh: string, committed: string): Result {
  // The folders of other languages are not made by this template.
  const folders = readdirSync(fresh)
  const stale = folders.flatMap((folder) => differences(join(fresh, folder), join(committed, folder)))
  if (stale.length === 0) return { state: 'good', report: '' }
  return { state: 'bad', report: ['Run `npm run generate`; out of date are:', ...stale].join('\n') }
}

function differences(fresh: string, committed: string): string[] {
  const paths = new Set([...filesIn(fresh), ...filesIn(committed)])
  return [...paths].filter((path) => textOf(join(fresh, path)) !== textOf(join(committed, path))).toSorted()
}

function filesIn(directory: string): string[] {
  if (!existsSync(directory)) return []
  const entries = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  return entries.filter((path) => /\.(js|ts)$/.test(path))
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

function inTemporaryDirectory(action: (directory: string) => Result): Result {
  const directory = mkdtempSync(join(tmpdir(), 'switchyard-check-'))
  try {
    return action(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
