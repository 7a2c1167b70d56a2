import { beforeAll, describe, expect, it } from 'vitest'
import { type Report, SIDES } from '../../bench/report.ts'
import { scenariosOf } from '../../bench/scenarios.ts'
import { adapters } from '../../src/providers/registry.ts'
import { runBench } from './run-bench.ts'

describe('the bench', () => {
  let report: Report

  /** Everything but the workload, which has a test of its own. */
  const names = [...scenariosOf('smoke').map(({ name }) => name), 'held', 'doors', 'vendors', 'costs', 'idle', 'h2load']

  beforeAll(async () => {
    report = JSON.parse((await runBench('--json', ...names.flatMap((name) => ['--only', name]))).stdout)
  }, 120_000)

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

  it('calls and streams at every door without an error, beside the forwarder of its protocol', () => {
    expect(report.doors.map(({ protocol }) => protocol)).toEqual(['grpc', 'connect', 'rest', 'openai'])
    for (const { unary, stream } of report.doors) {
      for (const side of SIDES) {
        expect(unary[side]).toMatchObject({ errors: 0, firstError: '' })
        expect(stream[side]).toMatchObject({ errors: 0, firstError: '' })
        expect(stream[side].tokens).toBeGreaterThan(0)
      }
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

  it('holds calls at two providers at once without an error, by the count of their upstreams', () => {
    const { callers = 0, crowd = 0, providers = [], memory } = report.held ?? {}
    expect(providers.map(({ name }) => name)).toEqual(['one', 'two'])
    expect(crowd).toBeGreaterThan(1)
    for (const { direct, switchyard } of providers) {
      for (const figures of [direct, switchyard]) {
        expect(figures).toMatchObject({ errors: 0, firstError: '' })
        expect(figures.calls).toBeGreaterThanOrEqual(callers)
        expect(figures.maxInFlight).toBeGreaterThanOrEqual(crowd)
        expect(figures.maxInFlight).toBeLessThanOrEqual(callers)
      }
    }
    expect(memory?.peakBytes).toBeGreaterThanOrEqual(memory?.beforeBytes ?? Infinity)
  })

  it('tells what each part of a call takes by itself', () => {
    expect(report.costs.map(({ name }) => name)).toEqual([
      'api-key',
      'virtual-key',
      'rules',
      'select-name',
      'select-weighted',
      'select-automatic-20',
      'select-automatic-200',
      'circuit',
      'retry-budget',
      'pipeline',
      'rate-limits',
      'budgets',
      'ledger',
    ])
    for (const { micros } of report.costs) expect(micros).toBeGreaterThan(0)
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
    const { stdout } = await runBench('--json', '--only', 'unary-1')
    const { scenarios, held, vendors, costs, workload, idle, crossChecks }: Report = JSON.parse(stdout)
    expect(scenarios.map(({ name }) => name)).toEqual(['unary-1'])
    expect([...vendors, ...costs, ...idle, ...crossChecks]).toEqual([])
    expect([held, workload]).toEqual([undefined, undefined])
  })

  it('prints a table for people', async () => {
    const { stdout } = await runBench('--only', 'stream-burst')
    expect(stdout).toMatch(/tokens\/s\s+\d+\s+\d+\s+\d+\s+x \d/)
  })

  it('refuses an option that it does not know', async () => {
    await expect(runBench('--fast')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('--fast') })
  })
})
