import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startTestApp } from '../support/app.ts'
import { parseCsv } from '../support/csv.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { type RunOptions, runCli } from './fake-terminal.ts'

let app: RunningApp

beforeAll(async () => {
  app = await startTestApp()
  await cli(['chat', 'hi', '-m', 'mock-instant'])
  await cli(['chat', 'hi', '-m', 'mock-error-upstream-auth'])
})

afterAll(() => app.stop())

function cli(words: string[], options: RunOptions = {}) {
  return runCli(words, { ...options, environment: { SWITCHYARD_SERVER: app.grpcAddress, ...options.environment } })
}

describe('switchyard usage report', () => {
  it('shows groups and their total, by time too', async () => {
    const { output, exitCode } = await cli([
      'usage',
      'report',
      '--by',
      'model,outcome',
      '--every',
      'day',
      '--percentiles',
    ])
    expect(output).toMatch(/^FROM +MODEL +OUTCOME +REQUESTS .* P99\n/)
    expect(output).toMatch(/^\d{4}-\d\d-\d\dT\S+ +mock-instant +succeeded +1 /m)
    expect(output).toMatch(/^total +2 +1 /m)
    expect(exitCode).toBe(0)
  })

  it('finds what the filter says', async () => {
    const { output } = await cli(['usage', 'report', '--outcome', 'failed', '--from', '1h', '-o', 'json'])
    expect(JSON.parse(output)).toMatchObject({ total: { totalRequests: '1', failedRequests: '1' } })
    expect(JSON.parse((await cli(['usage', 'report', '--label', 'a=b', '-o', 'json'])).output).groups).toBeUndefined()
  })

  it.each([
    [['--by', 'colour'], '--by takes model'],
    [['--from', 'yesterday'], '--from must be a time'],
    [['--label', 'team'], '--label must be'],
    [['--outcome', 'odd'], '--outcome must be'],
  ])('says what is wrong with %j', async (words, message) => {
    const { exitCode, errors } = await cli(['usage', 'report', ...words])
    expect([exitCode, errors]).toEqual([2, expect.stringContaining(message)])
  })

  it('names the field that the server refuses', async () => {
    const { exitCode, errors } = await cli(['usage', 'report', '--time-zone', 'Mars/Olympus'])
    expect([exitCode, errors]).toEqual([1, expect.stringContaining('time_zone')])
  })
})

describe('switchyard usage requests', () => {
  it('lists the newest first', async () => {
    const [, newest, oldest] = (await cli(['usage', 'requests'])).output.split('\n')
    expect(newest).toMatch(/failed +mock-error-upstream-auth +mock .* default\/local /)
    expect(oldest).toMatch(/succeeded +mock-instant/)
  })
})

describe('switchyard usage export', () => {
  it('writes a file, says how many rows it has, and leaves nothing beside it', async () => {
    const file = join(temporaryDirectory(), 'usage.csv')
    const { errors, exitCode } = await cli(['usage', 'export', file])
    expect([exitCode, errors]).toEqual([0, `2 rows are in ${file}.\n`])
    expect(parseCsv(readFileSync(file, 'utf8'))).toHaveLength(3)
    expect(existsSync(`${file}.partial`)).toBe(false)
  })

  it('tells a person how many rows there are so far', async () => {
    const file = join(temporaryDirectory(), 'usage.csv')
    const { errors } = await cli(['usage', 'export', file], { watched: true, environment: { NO_COLOR: '1' } })
    expect(errors).toBe(`\r0 rows so far \r2 rows so far \r2 rows are in ${file}.\n`)
  })

  it('writes to standard output what a program can read', async () => {
    const { output } = await cli(['usage', 'export', '--format', 'ndjson', '--model', 'mock-instant'])
    expect(JSON.parse(output)).toMatchObject({ model: 'mock-instant', outcome: 'succeeded', labels: {} })
  })

  it('leaves a file as it was when the export fails', async () => {
    const file = join(temporaryDirectory(), 'usage.csv')
    writeFileSync(file, 'before')
    const { exitCode } = await cli(['usage', 'export', file, '--from', '2026-01-02', '--until', '2026-01-01'])
    expect([exitCode, readFileSync(file, 'utf8'), existsSync(`${file}.partial`)]).toEqual([1, 'before', false])
  })
})

describe('switchyard usage watch', () => {
  it('shows requests as they end, until Ctrl-C', async () => {
    const { output, exitCode } = await cli(['usage', 'watch', '-o', 'json', '--model', 'mock-fast'], {
      onOutput: (written, send) => {
        const lines = written.trim().split('\n')
        if (lines.length === 1) void cli(['chat', 'hi', '-m', 'mock-fast'])
        if (lines.length === 2) send('SIGINT')
      },
    })
    const [began, told] = output.split('\n')
    expect(JSON.parse(began ?? '')).toEqual({})
    expect(JSON.parse(told ?? '')).toMatchObject({ request: { model: 'mock-fast', attempts: [{ succeeded: true }] } })
    expect(exitCode).toBe(0)
  })
})

describe('switchyard usage forecast and recommendations', () => {
  it('say what they go by', async () => {
    expect((await cli(['usage', 'forecast', '--period', 'week'])).output).toMatch(
      /^until +\d{4}.*\nspent so far +\$0\.00\n/,
    )
    expect((await cli(['usage', 'recommendations'])).output).toMatch(/^Nothing to recommend/)
  })
})
