import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { compareFolders } from './folders.ts'
import { inTurn, type Result, run } from './run.ts'
import { inTemporaryDirectory } from './temporary.ts'

/** Everything that generating reads. */
const INPUTS = ['proto', 'build/proto', 'buf.yaml', 'buf.gen.yaml']

/** Whether `gen/ts` is what the contract generates now. */
export function checkGenerated(): Result {
  return inTemporaryDirectory((directory) =>
    inTurn(
      () => run('node', ['scripts/collect-proto-dependencies.ts']),
      () => {
        for (const input of INPUTS) cpSync(input, join(directory, input), { recursive: true })
        return run('buf', ['generate'], directory)
      },
      () => compareFolders(join(directory, 'gen/ts'), 'gen/ts'),
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
