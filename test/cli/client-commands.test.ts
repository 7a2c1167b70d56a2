import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { type RunOptions, runCli } from './fake-terminal.ts'

const KEY = 'k'.repeat(40)

let app: App

beforeAll(async () => {
  const settings = loadConfig({
    path: 'test.yaml',
    environment: { SWITCHYARD_API_KEY: KEY },
    readFile: () =>
      'listen: {grpc: "127.0.0.1:0", web: "127.0.0.1:0"}\nstore: {url: "sqlite::memory:"}\ndrain: {delay: 0s, timeout: 0s}',
  })
  app = await startApp({ settings, logger: createLogger('silent') })
})

afterAll(() => app.stop())

function cli(words: string[], options: RunOptions = {}) {
  return runCli(words, {
    ...options,
    environment: { SWITCHYARD_SERVER: app.grpcAddress, SWITCHYARD_API_KEY: KEY, ...options.environment },
  })
}

describe('switchyard chat', () => {
  it.each([[[]], [['--no-stream']]])('prints the answer, and what it took beside it %j', async (extra) => {
    const { exitCode, output, errors } = await cli(['chat', 'Say', 'hello', '-m', 'mock-instant', ...extra])
    expect(output).toMatch(/^This is mock-instant.* Say hello\n$/)
    expect(errors).toMatch(/^mock-instant \(mock\) · \d+ in, \d+ out tokens · \$0\.\d+ · \d\.\d\d s/)
    expect(exitCode).toBe(0)
  })

  it('prints the text as it comes', async () => {
    const lengths: number[] = []
    await cli(['chat', 'hi'], { onOutput: (written) => lengths.push(written.length) })
    expect(lengths.length).toBeGreaterThan(3)
  })

  it('reads the prompt from a pipe', async () => {
    expect((await cli(['chat', '-m', 'mock-instant'], { input: 'piped in' })).output).toContain('piped in')
    expect((await cli(['chat', '-m', 'mock-instant', 'Shorten:', '-'], { input: 'piped in' })).output).toMatch(
      /Shorten: \npiped in/,
    )
  })

  it('prints every event as a line of JSON', async () => {
    const { output } = await cli(['chat', 'hi', '-o', 'json', '-m', 'mock-instant'])
    const events = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events[0]).toHaveProperty('started')
    expect(events.at(-1)).toHaveProperty('finished.info.usage.outputTokens')
  })

  it('cancels the call on Ctrl-C', async () => {
    const { exitCode, errors } = await cli(['chat', 'hi', '-m', 'mock-stalled'], {
      onOutput: (_, send) => send('SIGINT'),
    })
    expect([exitCode, errors]).toEqual([1, 'Cancelled.\n'])
  })

  it('does not take a cut answer for a whole one', async () => {
    const { exitCode, output, errors } = await cli(['chat', 'hi', '-m', 'mock-truncated'])
    expect(exitCode).toBe(1)
    expect(output).toMatch(/^This is .*\n$/)
    expect(errors).toMatch(/^Error: .+\nReason: STREAM_TRUNCATED \(UNAVAILABLE\)\nNext: Try again in \d+ s\.\n$/)
  })
})

describe('switchyard chat with several models', () => {
  it('prints each answer below its name', async () => {
    const { exitCode, output, errors } = await cli(['chat', 'hi', '-m', 'mock-instant', '-m', 'mock-fast'])
    expect(output).toMatch(/^== mock-instant ==\nThis is mock-instant.*\n== mock-fast ==\nThis is mock-fast.*\n$/)
    expect(errors).toMatch(/^mock-instant \(mock\) · .*\nmock-fast \(mock\) · .*\n$/)
    expect(exitCode).toBe(0)
  })

  it('prints what came of each, and fails when one did', async () => {
    const { exitCode, output, errors } = await cli(['chat', 'hi', '-m', 'mock-truncated', '-m', 'mock-instant'])
    expect(output).toMatch(/== mock-truncated ==\nThis is .*\n/)
    expect(output).toMatch(/== mock-instant ==\nThis is mock-instant/)
    expect(errors).toMatch(/Error: .+\nReason: STREAM_TRUNCATED\n/)
    expect(exitCode).toBe(1)
  })

  it('prints each as a line of JSON', async () => {
    const { output } = await cli(['chat', 'hi', '-o', 'json', '-m', 'nope', '-m', 'mock-instant'])
    const [unknown, answered] = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(unknown).toMatchObject({ model: 'nope', failure: { code: 5, reason: 'MODEL_NOT_FOUND' } })
    expect(answered).toMatchObject({ model: 'mock-instant', message: { role: 'ROLE_ASSISTANT' } })
    expect(answered).toHaveProperty('info.usage.outputTokens')
  })

  it('cancels all of them on Ctrl-C', async () => {
    const { exitCode, errors } = await cli(['chat', 'hi', '-m', 'mock-stalled', '-m', 'mock-instant'], {
      onOutput: (_, send) => send('SIGINT'),
    })
    expect([exitCode, errors.endsWith('Cancelled.\n')]).toEqual([1, true])
  })

  it('needs a prompt', async () => {
    const person = new Readable({ read() {} })
    const { exitCode, errors } = await cli(['chat', '-m', 'a', '-m', 'b'], { input: person })
    expect([exitCode, errors]).toEqual([2, expect.stringContaining('to compare, give a prompt')])
  })
})

describe('the other commands', () => {
  it('models lists what can be called', async () => {
    expect((await cli(['models'])).output).toMatch(
      /^MODEL .*\nmock-fast +mock +fast .*\nmock-smart +mock +premium .*\n$/,
    )
    expect(JSON.parse((await cli(['models', '-o', 'json'])).output).models).toHaveLength(2)
  })

  it('usage shows each model and the total', async () => {
    await cli(['chat', 'hi', '-m', 'mock-instant'])
    expect((await cli(['usage', '--timeframe', '1h'])).output).toMatch(/mock-instant +mock +\d+(.*\n)+total +\d+ /)
    expect(JSON.parse((await cli(['usage', '-o', 'json'])).output)).toHaveProperty('total.totalRequests')
  })

  it('circuits shows each account and target, and trips and resets them', async () => {
    expect((await cli(['circuits'])).output).toMatch(/^mock +\(account\) +closed/m)
    const tripped = await cli(['circuits', 'trip', 'mock', 'mock-fast'])
    expect([tripped.exitCode, tripped.output]).toEqual([0, expect.stringMatching(/^mock +mock-fast +tripped/m)])
    expect((await cli(['chat', 'hi', '-m', 'mock-fast'])).errors).toContain('Reason: CIRCUIT_OPEN')
    const reset = await cli(['circuits', 'reset', 'mock', 'mock-fast', '-o', 'json'])
    expect(JSON.parse(reset.output)).toMatchObject({ circuits: [{ state: 'CIRCUIT_STATE_CLOSED' }] })
    expect((await cli(['chat', 'hi', '-m', 'mock-fast'])).exitCode).toBe(0)
    expect((await cli(['circuits', 'trip', 'mock', 'nope'])).errors).toContain('Reason: TARGET_NOT_FOUND')
  })

  it('health shows the service, what it depends on, and the providers', async () => {
    const { exitCode, output } = await cli(['health'])
    expect([exitCode, output]).toEqual([
      0,
      expect.stringMatching(/^service +\w+\nstore +healthy\n\nPROVIDER .*\nmock +/m),
    ])
    const json = JSON.parse((await cli(['health', '-o', 'json'])).output)
    expect(json).toMatchObject({ dependencies: [{ state: 'HEALTH_STATE_HEALTHY' }], providers: [{ provider: 'mock' }] })
  })

  it('providers check asks all or one, and says why one was not asked', async () => {
    const all = await cli(['providers', 'check'])
    expect([all.exitCode, all.output]).toEqual([0, expect.stringMatching(/^mock .*not checked .*health\.allow_paid/m)])
    const one = await cli(['providers', 'check', 'mock', '-o', 'json'])
    expect(JSON.parse(one.output)).toMatchObject({ checks: [{ health: { provider: 'mock' } }] })
    expect(await cli(['providers', 'check', 'nope'])).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('Reason: TARGET_NOT_FOUND'),
    })
  })

  it('healthcheck needs no key', async () => {
    const ran = await cli(['healthcheck'], { environment: { SWITCHYARD_API_KEY: '' } })
    expect(ran).toEqual({ exitCode: 0, output: 'SERVING\n', errors: '' })
  })
})

describe('an error says what happened, why and what to do', () => {
  it.each([
    [
      'no key',
      ['chat', 'x'],
      { SWITCHYARD_API_KEY: '' },
      /Reason: UNAUTHENTICATED .*\nNext: Put a key .* SWITCHYARD_API_KEY/,
    ],
    [
      'an unknown model',
      ['chat', 'x', '-m', 'nope'],
      {},
      /nope.*\nReason: MODEL_NOT_FOUND \(NOT_FOUND\)\nNext: .*switchyard models/,
    ],
    ['a bad field', ['chat', 'x', '-m', '!'], {}, /Reason: INVALID_REQUEST .*\n {2}options\.model: /],
    [
      'a refused key at the provider',
      ['chat', 'x', '-m', 'mock-error-upstream-auth'],
      {},
      /UPSTREAM_AUTH .*\nNext: Check the provider's key/,
    ],
    [
      'no server',
      ['chat', 'x', '--server', '127.0.0.1:1'],
      {},
      /^Error: Switchyard cannot be reached at 127\.0\.0\.1:1\.\nNext: Start it with: npm start/,
    ],
    ['no server to check', ['healthcheck', '--server', '127.0.0.1:1'], {}, /^Error: Switchyard cannot be reached/],
  ] as const)('%s', async (_, words, environment, message) => {
    const { exitCode, errors } = await cli([...words], { environment })
    expect(errors).toMatch(message)
    expect(exitCode).toBe(1)
  })

  it('as JSON for programs', async () => {
    const { errors } = await cli(['chat', 'x', '-m', 'nope', '-o', 'json'])
    expect(JSON.parse(errors)).toMatchObject({ error: { code: 'NOT_FOUND', reason: 'MODEL_NOT_FOUND' } })
  })

  it('and never shows the key', async () => {
    const { errors, output } = await cli(['chat', 'x'], { environment: { SWITCHYARD_API_KEY: 'canary-key' } })
    expect(errors).toContain('UNAUTHENTICATED')
    expect(errors + output).not.toContain('canary-key')
  })
})
