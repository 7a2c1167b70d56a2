import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Report, SIDES } from '../../bench/report.ts'
import { scenariosOf } from '../../bench/scenarios.ts'
import { adapters } from '../../src/providers/registry.ts'

const run = promisify(execFile)
const MAIN = fileURLToPath(new URL('../../bench/main.ts', import.meta.url))

const bench = (...words: string[]) => run(process.execPath, [MAIN, '--smoke', ...words])

describe('the bench', () => {
  let report: Report

  beforeAll(async () => {
    report = JSON.parse((await bench('--json')).stdout)
  })

  it('runs every scenario against the upstream, the forwarder and Switchyard without an error', () => {
    expect(report.scenarios.map(({ name }) => name)).toEqual(scenariosOf('smoke').map(({ name }) => name))
    for (const { sides } of report.scenarios) {
      for (const side of SIDES) {
        expect(sides[side]).toMatchObject({ errors: 0, firstError: '', aborted: 0 })
        expect(sides[side].calls).toBeGreaterThan(0)
      }
    }
  })

  it('receives every token of every stream, whoever stands between', () => {
    const streams = report.scenarios.filter(({ name }) => name.startsWith('stream-'))
    const { tokens } = scenariosOf('smoke').find(({ name }) => name === 'stream-crowd')?.pace ?? { tokens: 0 }
    const crowd = streams.find(({ name }) => name === 'stream-crowd')
    expect(streams.length).toBe(3)
    for (const side of SIDES) {
      const { calls, tokens: received } = crowd?.sides[side] ?? { calls: 0, tokens: 0 }
      expect(received).toBe(calls * tokens)
    }
  })

  it('tells the processor time of the servers and none of the direct calls', () => {
    for (const { sides } of report.scenarios) {
      expect(sides.forwarder.cpuMicrosPerCall).toBeGreaterThan(0)
      expect(sides.switchyard.cpuMicrosPerCall).toBeGreaterThan(0)
      expect(sides.direct.cpuMicrosPerCall).toBe(0)
    }
  })

  it('streams by every adapter without an error', () => {
    const names = adapters.filter(({ address }) => address.kind !== 'none').map(({ name }) => name)
    expect(report.vendors.map(({ adapter }) => adapter)).toEqual(names)
    for (const vendor of report.vendors) {
      expect(vendor).toMatchObject({ errors: 0, firstError: '' })
      expect(vendor.cpuMicrosPerToken).toBeGreaterThan(0)
    }
  })

  it('reads the memory of an idle service after a first and a second start', () => {
    expect(report.idle.map(({ start }) => start)).toEqual(['first', 'second'])
    for (const { rssBytes } of report.idle) expect(rssBytes).toBeGreaterThan(20e6)
  })

  it('names the machine', () => {
    expect(report.machine).toMatchObject({ node: process.version, cores: expect.any(Number), cpu: expect.any(String) })
  })
})

describe('the command line of the bench', () => {
  it('measures only what it is asked for', async () => {
    const { stdout } = await bench('--json', '--only', 'unary-1')
    const { scenarios, vendors, idle, crossChecks }: Report = JSON.parse(stdout)
    expect(scenarios.map(({ name }) => name)).toEqual(['unary-1'])
    expect([...vendors, ...idle, ...crossChecks]).toEqual([])
  })

  it('prints a table for people', async () => {
    const { stdout } = await bench('--only', 'stream-burst')
    expect(stdout).toMatch(/tokens\/s\s+\d+\s+\d+\s+\d+\s+x \d/)
  })

  it('refuses an option that it does not know', async () => {
    await expect(bench('--fast')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('--fast') })
  })
})
