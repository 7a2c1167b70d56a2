import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks, ROOT, readPage } from '../docs/markdown.ts'
import { openApp } from '../support/app.ts'
import { isSkipped, runTool, twice } from './toolchain.ts'

const CLIENT = join(ROOT, 'clients/go')
const STUBS = join(ROOT, 'gen/go')
const PROJECT = join(ROOT, 'build/go-project')
const TEN_MINUTES = 600_000

const { text: readme } = readPage('clients/go/README.md')
const examples = codeBlocks(readme, 'go')
const [setUp = ''] = codeBlocks(readme, 'sh')

/** What each example of the README prints, in their order. */
const printed = [
  ['first', /You said: What is a switchyard\? \d+ tokens <nil>\n$/],
  ['of a stream', /You said: Tell me a story\.$/],
  ['of an error', /^NotFound MODEL_NOT_FOUND map\[model:no-such-model\]\n$/],
] as const

describe.skipIf(isSkipped('Go'))('the client for Go', () => {
  beforeAll(async () => {
    rmSync(PROJECT, { recursive: true, force: true })
    mkdirSync(PROJECT, { recursive: true })
    await runTool(PROJECT, 'go', 'mod', 'init', 'example.com/project')
    // Without a program that needs it, a module would not be kept.
    writeFileSync(join(PROJECT, 'main.go'), examples[0] ?? '')
    await twice(() => runTool(PROJECT, 'sh', '-e', '-c', setUp.replaceAll('../switchyard', ROOT)))
    await runTool(PROJECT, 'go', 'build', '-o', 'example', '.')
  }, TEN_MINUTES)

  it.each(printed)(
    'lets an empty project run the example of its README %s',
    { timeout: TEN_MINUTES },
    async (which, text) => {
      const { grpcAddress } = await openApp()
      const example = examples[printed.findIndex(([name]) => name === which)] ?? ''
      writeFileSync(join(PROJECT, 'main.go'), example.replaceAll('127.0.0.1:50051', grpcAddress))
      await runTool(PROJECT, 'go', 'build', '-o', 'example', '.')
      expect(await runTool(PROJECT, './example')).toMatch(text)
    },
  )

  it('passes its own tests', { timeout: TEN_MINUTES }, async () => {
    await runTool(CLIENT, 'go', 'test', '-timeout', '5m', './...')
  })

  it('is formatted and free of what vet finds, as the stubs are', { timeout: TEN_MINUTES }, async () => {
    for (const module of [CLIENT, STUBS]) {
      expect(await runTool(module, 'gofmt', '-l', '.')).toBe('')
      await runTool(module, 'go', 'vet', './...')
    }
  })
})

it('the README for Go has no example that is not run', () => {
  expect(examples).toHaveLength(printed.length)
})
