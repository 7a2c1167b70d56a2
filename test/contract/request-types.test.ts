import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BodyType, bodyTypeOf, bodyTypes } from '../support/vendors/body-types.ts'
import { goldensOf } from '../support/vendors/goldens.ts'
import { vendors } from '../support/vendors/table.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A body that the compiler must take, or must not. */
interface Case {
  /** The file, which the compiler's faults name. */
  readonly file: string
  readonly type: BodyType
  readonly body: unknown
}

const controls = ['an unknown field', 'a wrong type', 'an unknown field deep inside'] as const

/** A good body made bad. */
function spoiled(body: object, control: (typeof controls)[number]): unknown {
  if (control === 'an unknown field') return { ...body, unheard_of: 1 }
  const [name, list] = Object.entries(body).find(([, value]) => Array.isArray(value)) ?? ['none', []]
  if (control === 'a wrong type') return { ...body, [name]: 7 }
  const [first, ...rest] = list as object[]
  return { ...body, [name]: [{ ...first, unheard_of: 1 }, ...rest] }
}

/** Goldens of requests alone: some say instead that the feature is refused. */
const cases: Case[] = vendors.flatMap((vendor) =>
  goldensOf(vendor).flatMap(({ feature, body }) => {
    const type = bodyTypeOf(vendor.bodies, feature)
    if (type === undefined) throw new Error(`Nobody said what ${vendor.name} takes in ${feature}.`)
    return body === undefined ? [] : [{ file: `${vendor.name}--${feature}.ts`, type, body }]
  }),
)
const bad: Case[] = vendors.flatMap(({ name, bodies }) => {
  const minimal = cases.find(({ file }) => file === `${name}--minimal.ts`)
  return controls.map((control, at) => ({
    file: `${name}--control-${at}.ts`,
    type: bodies.conversation,
    body: spoiled((minimal?.body ?? {}) as object, control),
  }))
})

let directory: string
/** What the compiler found fault with, by file. */
let faults: ReadonlyMap<string, string>

beforeAll(async () => {
  mkdirSync(join(ROOT, 'build'), { recursive: true })
  // Within the repository, so that the SDKs are found.
  directory = mkdtempSync(join(ROOT, 'build/request-types-'))
  for (const [type, text] of Object.entries(bodyTypes)) write(`types-${kebab(type)}.ts`, text)
  for (const { file, type, body } of [...cases, ...bad]) {
    const source = `import type { Body } from './types-${kebab(type)}.ts'\n`
    write(file, `${source}export const body: Body = ${JSON.stringify(body, null, 2)}\n`)
  }
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  faults = faultsIn(await compile())
})

afterAll(() => rmSync(directory, { recursive: true, force: true }))

const compilerOptions = {
  target: 'es2024',
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: false,
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  types: ['node'],
}

function write(file: string, text: string): void {
  writeFileSync(join(directory, file), text)
}

function kebab(type: string): string {
  return type.replaceAll(' ', '-')
}

/** What the compiler prints. Faults are no failure of its own here. */
function compile(): Promise<string> {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
  return new Promise((resolve) => {
    const words = [compiler, '--project', directory, '--pretty', 'false']
    execFile(process.execPath, words, { cwd: directory, maxBuffer: 1 << 26 }, (_, output, errors) =>
      resolve(output + errors),
    )
  })
}

function faultsIn(output: string): Map<string, string> {
  const found = new Map<string, string>()
  let current = ''
  for (const line of output.split('\n')) {
    current = /^([^ (]+)\(\d+,\d+\): error/.exec(line)?.[1] ?? current
    if (line !== '') found.set(current, `${found.get(current) ?? ''}${line}\n`)
  }
  return found
}

describe.each(vendors)('$name', ({ name }) => {
  const own = cases.filter(({ file }) => file.startsWith(`${name}--`))

  it('sends what the SDK’s own types allow', () => {
    expect(own.length).toBeGreaterThan(10)
    expect(own.flatMap(({ file }) => faults.get(file) ?? [])).toEqual([])
  })

  it.each([...controls.entries()])('would be found out: %i, %s', (at) => {
    expect(faults.get(`${name}--control-${at}.ts`)).toMatch(/error TS/)
  })
})

it('the types themselves compile', () => {
  const known = new Set([...cases, ...bad].map(({ file }) => file))
  expect([...faults].filter(([file]) => !known.has(file))).toEqual([])
})
