import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { adapters } from '../../src/providers/registry.ts'
import { openApp } from '../support/app.ts'
import { allPages, codeBlocks, ROOT, readPage } from './markdown.ts'

const run = promisify(execFile)

const configurations = allPages().flatMap(({ path, text }) =>
  codeBlocks(text, 'yaml')
    .filter((block) => block.startsWith('providers:'))
    .map((block) => [path, block] as const),
)

/** What a reader would type into a terminal, of the pages about doors over plain HTTP. */
const commands = ['docs/guides/rest.md', 'docs/guides/json-rpc.md'].flatMap((path) =>
  codeBlocks(readPage(path).text, 'sh').map((block) => [path, block] as const),
)

const hasCurl = spawnSync('curl', ['--version']).error === undefined
if (!hasCurl) process.stdout.write('\nThere is no curl here: commands of the documentation are not run.\n')

describe('an example of the documentation', () => {
  it.each(configurations)('in %s is a good configuration', (_path, block) => {
    const settings = loadConfig({ path: 'example.yaml', environment: keysFor(block), readFile: () => block })
    expect(settings.providers).not.toEqual([])
  })

  it.runIf(hasCurl)('is a command that is answered', async () => {
    const { webAddress } = await openApp()
    expect(commands.length).toBeGreaterThan(5)
    for (const [path, block] of commands) {
      const { stdout } = await run('sh', ['-ec', block.replaceAll('127.0.0.1:8080', webAddress)])
      expect([path, block, stdout]).toEqual([path, block, expect.stringMatching(/[{]/)])
      // Those that show an error misspell a field.
      expect([block, stdout.includes('"INVALID_REQUEST"')]).toEqual([block, block.includes('temprature')])
    }
  })

  it('in README.md calls the service from TypeScript', async () => {
    const program = readmeProgram()
    const { grpcAddress } = await openApp()
    const { stdout, stderr } = await runProgram(program.replace('127.0.0.1:50051', grpcAddress))
    expect(stdout).toMatch(/You said: What is a switchyard\?\nmock-fast: \d+ tokens, \d+ nano-dollars\n$/)
    expect(stderr).toBe('')
  })

  it('in README.md tells a cut answer by its reason', async () => {
    const program = readmeProgram().replace('mock-fast', 'mock-truncated')
    const { grpcAddress } = await openApp()
    const { stderr } = await runProgram(program.replace('127.0.0.1:50051', grpcAddress))
    expect(stderr).toBe('Unavailable STREAM_TRUNCATED\n')
  })
})

/** A key in the usual variable of every vendor, and in those that an example names. */
function keysFor(block: string): Record<string, string> {
  const usual = adapters.flatMap(({ keyVariable }) => keyVariable ?? [])
  const named = [...block.matchAll(/_env: *(\w+)/g)].map((match) => match[1] ?? '')
  return Object.fromEntries([...usual, ...named].map((name) => [name, 'k']))
}

/** The example that stands alone: the one with imports of this repository. */
function readmeProgram(): string {
  const program = codeBlocks(readPage('README.md').text, 'ts').find((block) => block.includes("'#gen/"))
  if (!program) throw new Error('README.md has no example that imports #gen.')
  return program
}

/** Runs a program from within the repository, where `#gen` is known. */
async function runProgram(source: string) {
  const directory = join(ROOT, 'build', `example-${crypto.randomUUID()}`)
  mkdirSync(directory, { recursive: true })
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'example.ts')
  writeFileSync(path, source)
  return run(process.execPath, [path], { cwd: ROOT })
}
