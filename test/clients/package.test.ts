import { type ExecFileOptions, execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks, ROOT, readPage } from '../docs/markdown.ts'
import { openApp } from '../support/app.ts'
import { twice } from './toolchain.ts'

const run = (program: string, words: string[], options: ExecFileOptions) =>
  promisify(execFile)(program, words, { encoding: 'utf8', ...options })
const PACKAGE = join(ROOT, 'clients/typescript')
const examples = codeBlocks(readPage('clients/typescript/README.md').text, 'ts')

/** What the README's later examples take as given. */
const GIVEN = `declare const client: import('@switchyard/client').SwitchyardClient
declare function weather(json: string): Promise<string>
`

const missing = process.env.SWITCHYARD_TEST_REQUIRE_INTEROP
  ? ''
  : ', SKIPPED because it installs from the registry: SWITCHYARD_TEST_REQUIRE_INTEROP=1 runs it'

describe.skipIf(missing)(`the package of the client for TypeScript, installed in an empty folder${missing}`, () => {
  let folder = ''
  let packed: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'switchyard-package-'))
    const options = ['pack', '--json', '--foreground-scripts=false', '--pack-destination', folder]
    const { stdout } = await run('npm', options, { cwd: PACKAGE })
    const [{ filename, files }] = JSON.parse(String(stdout))
    packed = files.map(({ path }: { path: string }) => path)
    writeFileSync(join(folder, 'package.json'), '{"private": true}')
    const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, filename)]
    await twice(() => run('npm', install, { cwd: folder }))
  }, 180_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('holds what it needs and nothing else', () => {
    expect(packed).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/web.js', 'dist/web.d.ts']),
    )
    expect(packed).toContain('dist/gen/switchyard/v1/llm_service_pb.js')
    expect(packed.filter((path) => !/^(LICENSE|README\.md|package\.json|dist\/.+\.(js|d\.ts))$/.test(path))).toEqual([])
    expect(packed.filter((path) => path.includes('/config/'))).toEqual([])
  })

  it('runs the README’s first example against a server', async () => {
    const { grpcAddress } = await openApp()
    const [example = ''] = examples
    expect(example.trim().split('\n').filter(Boolean)).toHaveLength(5)
    writeFileSync(join(folder, 'example.mts'), example.replace('127.0.0.1:50051', grpcAddress))
    const { stdout, stderr } = await run(process.execPath, ['example.mts'], { cwd: folder })
    expect(stdout).toMatch(/You said: What is a switchyard\? \(\d+ tokens\)\n$/)
    expect(stderr).toBe('')
  })

  it('has types for all examples of the README', async () => {
    const paths = examples.map((example, index) => {
      const path = join(folder, `example-${index}.mts`)
      writeFileSync(path, example.includes('createClient') ? example : GIVEN + example)
      return path
    })
    expect(paths).toHaveLength(3)
    const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')]
    const target = ['--strict', '--noEmit', '--target', 'es2024', '--lib', 'es2024,dom,dom.asynciterable']
    const modules = ['--module', 'nodenext', '--moduleDetection', 'force']
    await run(join(ROOT, 'node_modules/.bin/tsc'), [...types, ...target, ...modules, ...paths], { cwd: folder }).catch(
      ({ stdout }) => expect.fail(stdout),
    )
  })

  it('can be bundled for a page, without gRPC', async () => {
    const entry = { contents: examples[1] ?? '', resolveDir: folder }
    const options = { bundle: true, write: false, platform: 'browser', format: 'esm', metafile: true } as const
    const { metafile } = await build({ stdin: entry, ...options })
    expect(Object.keys(metafile.inputs).filter((path) => path.includes('grpc-js'))).toEqual([])
  })
})

it('the package wants the versions of its packages that are tested here, and has that of the service', () => {
  const { version, dependencies } = manifestOf('clients/typescript')
  const service = manifestOf('.')
  const tested = { ...service.dependencies, ...service.devDependencies }
  const wanted = Object.keys(dependencies).map((name) => [name, `^${tested[name]}`])
  expect(dependencies).toEqual(Object.fromEntries(wanted))
  expect(version).toBe(service.version)
})

it('the README of the repository shows the same first example', () => {
  expect(codeBlocks(readPage('README.md').text, 'ts')).toContain(examples[0])
})

function manifestOf(path: string) {
  return JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'))
}
