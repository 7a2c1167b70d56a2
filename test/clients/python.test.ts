import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks, ROOT, readPage } from '../docs/markdown.ts'
import { openApp } from '../support/app.ts'
import { isSkipped, runTool, twice } from './toolchain.ts'

const CLIENT = join(ROOT, 'clients/python')
const PROJECT = join(ROOT, 'build/python-project')
const PYTHON = join(PROJECT, 'venv/bin/python')
const FIVE_MINUTES = 300_000

const examples = ['clients/python/README.md', 'README.md'].flatMap((path) => codeBlocks(readPage(path).text, 'python'))

/** What each example prints, in their order. */
const printed = [
  ['first', /You said: What is a switchyard\? \d+ tokens\n$/],
  ['of a stream', /You said: Tell me a story\.$/],
  ['of asyncio', /You said: What is a switchyard\?$/],
  ['of an error', /^NOT_FOUND MODEL_NOT_FOUND \{'model': 'no-such-model'\}\n$/],
  ['on the first page', /You said: What is a switchyard\?$/],
] as const

describe.skipIf(isSkipped('Python'))('the client for Python, installed in an environment of its own,', () => {
  beforeAll(async () => {
    rmSync(PROJECT, { recursive: true, force: true })
    mkdirSync(PROJECT, { recursive: true })
    await runTool(PROJECT, 'python3', '-m', 'venv', 'venv')
    await twice(() => python(PROJECT, 'pip', '--quiet', 'install', CLIENT, '--requirement', join(CLIENT, 'checks.txt')))
  }, FIVE_MINUTES)

  it.each(printed)('runs the example of its pages %s', { timeout: FIVE_MINUTES }, async (which, text) => {
    const { grpcAddress } = await openApp()
    const example = examples[printed.findIndex(([name]) => name === which)] ?? ''
    writeFileSync(join(PROJECT, 'example.py'), example.replaceAll('127.0.0.1:50051', grpcAddress))
    expect(await runTool(PROJECT, PYTHON, 'example.py')).toMatch(text)
  })

  it('passes its own tests', { timeout: FIVE_MINUTES }, async () => {
    await python(CLIENT, 'pytest', '-p', 'no:cacheprovider', 'tests')
  })

  it('has the right types and format', { timeout: FIVE_MINUTES }, async () => {
    await python(CLIENT, 'ruff', 'check', '--no-cache')
    await python(CLIENT, 'ruff', 'format', '--no-cache', '--check')
    await python(CLIENT, 'mypy', '--cache-dir', join(PROJECT, 'mypy'))
  })
})

it('the pages for Python have no example that is not run', () => {
  expect(examples).toHaveLength(printed.length)
})

/** Runs a module, which leaves nothing compiled beside its sources. */
function python(directory: string, module: string, ...words: string[]): Promise<string> {
  return runTool(directory, PYTHON, '-B', '-m', module, ...words)
}
