import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { playedProvider, readRows } from '../support/app.ts'
import { llmOf } from '../support/clients.ts'
import { playChat, playChatStream } from '../support/openai-wire.ts'
import { ran, switchyard } from '../support/process.ts'
import { Gate } from '../support/streams.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { startUpstream, type UpstreamHandler } from '../support/upstream.ts'

const QUIET = { drain: { delay: '0s', timeout: '20s' }, log: { level: 'silent' } }

interface Service {
  readonly file: string
  readonly ledger: string
  /** Writes another configuration. */
  write(change: object): void
}

function configured(change: object = {}): Service {
  const directory = temporaryDirectory()
  const file = join(directory, 'switchyard.yaml')
  const ledger = join(directory, 'ledger.db')
  const listen = { grpc: '127.0.0.1:0', web: '127.0.0.1:0' }
  const write = (more: object) =>
    writeFileSync(file, JSON.stringify({ listen, store: { url: `sqlite:${ledger}` }, ...QUIET, ...more }))
  write(change)
  return { file, ledger, write }
}

/** Serves until the test is over. */
async function serving(change: object = {}, environment: Record<string, string> = {}) {
  const service = configured(change)
  const running = switchyard(['serve', '--config', service.file], { environment })
  await running.wrote(/^Try:/m)
  const greeting = running.output()
  const grpcAddress = /gRPC +(\S+)/.exec(greeting)?.[1] ?? ''
  const webAddress = /web +http:\/\/(\S+)/.exec(greeting)?.[1] ?? ''
  const ask = (words: string[], input?: string) =>
    ran([...words, '--server', grpcAddress], { environment, ...(input === undefined ? {} : { input }) })
  return { ...service, running, greeting, grpcAddress, webAddress, ask }
}

async function servingPlayed(play: UpstreamHandler) {
  const upstream = await startUpstream(play)
  onTestFinished(() => upstream.close())
  return { upstream, ...(await serving({ providers: [playedProvider(upstream.url)] })) }
}

describe('switchyard serve', () => {
  it('says where it is, what it offers and what to try', async () => {
    const { greeting, grpcAddress, webAddress, ask } = await serving()
    expect(greeting).toMatch(/^Switchyard is ready\.\n/)
    expect(greeting).toContain('mock: mock-fast, mock-smart')
    expect(greeting).toContain(`Try: npx switchyard chat --server ${grpcAddress} "Say hello"`)
    expect((await fetch(`http://${webAddress}/readyz`)).status).toBe(200)
    expect(await ask(['healthcheck'])).toEqual({ exitCode: 0, output: 'SERVING\n', errors: '' })
  })

  it('lets a stream in flight finish on SIGTERM, then ends well', async () => {
    const gate = new Gate()
    const { running, upstream, ledger, ...app } = await servingPlayed((exchange) =>
      playChatStream(exchange, { texts: ['One', ' two', ' three'] }, gate.wait),
    )
    gate.open()
    const stream = llmOf(app).generateTextStream({ prompt: 'Count.' })[Symbol.asyncIterator]()
    const events = [(await stream.next()).value?.event, (await stream.next()).value?.event]
    running.child.kill('SIGTERM')
    await running.wrote(/^Stopping/m)
    gate.open(2)
    for (let next = await stream.next(); !next.done; next = await stream.next()) events.push(next.value.event)
    expect(events.map((event) => (event?.case === 'textDelta' ? event.value : '')).join('')).toBe('One two three')
    expect(events.at(-1)?.case).toBe('finished')
    expect(await running.exited).toBe(0)
    expect(readRows(ledger)).toMatchObject([{ outcome: 'succeeded' }])
    await Promise.all(upstream.requests.map(({ closed }) => closed))
  })

  it('takes a new configuration on SIGHUP, and no bad one', async () => {
    const { running, write, ask } = await serving()
    write({ providers: [{ name: 'mine', adapter: 'mock', models: ['fresh'] }] })
    running.child.kill('SIGHUP')
    await running.wrote(/is in force/)
    expect((await ask(['models'])).output).toMatch(/^fresh /m)
    write({ providers: [{ name: 'mine', adapter: 'magic', models: ['fresh'] }] })
    running.child.kill('SIGHUP')
    await running.wrote(/stays as it was[\s\S]*providers\[0\]\.adapter/)
    expect((await ask(['chat', 'Hi', '-m', 'fresh'])).exitCode).toBe(0)
  })

  it('lets a stream in flight end on the configuration that it began with', async () => {
    const gate = new Gate()
    const { running, write, ask, upstream, ...app } = await servingPlayed((exchange) =>
      playChatStream(exchange, { texts: ['One', ' two'] }, gate.wait),
    )
    gate.open()
    const stream = llmOf(app).generateTextStream({ prompt: 'Count.' })[Symbol.asyncIterator]()
    await stream.next()
    write({ providers: [{ name: 'mine', adapter: 'mock', models: ['fresh'] }] })
    running.child.kill('SIGHUP')
    await vi.waitFor(async () => expect((await ask(['models'])).output).toMatch(/^fresh /m), 20_000)
    gate.open()
    let last = await stream.next()
    for (let next = last; !next.done; next = await stream.next()) last = next
    expect(last.value?.event.case).toBe('finished')
    await running.wrote(/is in force/)
    await Promise.all(upstream.requests.map(({ closed }) => closed))
  })

  it('does not let everyone in by accident', async () => {
    const { file } = configured({ listen: { grpc: '0.0.0.0:0', web: '127.0.0.1:0' } })
    const { exitCode, output, errors } = await ran(['serve', '--config', file])
    expect(exitCode).toBe(1)
    expect(output).toBe('')
    expect(errors).toMatch(/listen\.grpc: others can reach this address.* SWITCHYARD_API_KEY .*client_ca_file/)
  })

  it('lets in whoever has the key', async () => {
    const listen = { grpc: '0.0.0.0:0', web: '127.0.0.1:0' }
    const { ask, greeting, grpcAddress } = await serving({ listen }, { SWITCHYARD_API_KEY: 'k'.repeat(40) })
    expect(greeting).toMatch(/^Warning: Keys and prompts/m)
    const server = grpcAddress.replace('0.0.0.0', '127.0.0.1')
    expect((await ran(['models', '--server', server])).errors).toContain('UNAUTHENTICATED')
    expect((await ask(['models', '--server', server])).exitCode).toBe(0)
  })
})

describe('switchyard chat', () => {
  it('prints the text as it comes, then what it took and cost', async () => {
    const gate = new Gate()
    const usage = { inputTokens: 1200, outputTokens: 34 }
    const { grpcAddress } = await servingPlayed((exchange) =>
      playChatStream(exchange, { texts: ['One', ' two'], ...usage }, gate.wait),
    )
    const chat = switchyard(['chat', 'Count.', '--server', grpcAddress])
    gate.open()
    await chat.wrote(/^One$/)
    expect(chat.output()).toBe('One')
    gate.open()
    expect(await chat.exited).toBe(0)
    expect(chat.output()).toBe('One two\n')
    expect(chat.errors()).toMatch(/^played-model \(played\) · 1,?200 in, 34 out tokens · \$0\.00274 · /)
  })

  it('prints JSON, and takes its prompt from a pipe', async () => {
    const { ask, upstream } = await servingPlayed((exchange) => playChat(exchange, { texts: ['Hi'] }))
    const { exitCode, output } = await ask(['chat', '-o', 'json'], 'What is piped in')
    expect(exitCode).toBe(0)
    const events = output.trim().split('\n')
    expect(JSON.parse(events[0] ?? '')).toHaveProperty('started.responseId')
    expect(JSON.parse(events.at(-1) ?? '')).toHaveProperty('finished.info.cost.total.amountNanos', '56000')
    expect(upstream.requests[0]?.json.messages).toEqual([{ role: 'user', content: 'What is piped in' }])
  })

  it('cancels the call on Ctrl-C', async () => {
    const gate = new Gate()
    gate.open()
    const { grpcAddress, upstream } = await servingPlayed((exchange) =>
      playChatStream(exchange, { texts: ['One', ' two'] }, gate.wait),
    )
    const chat = switchyard(['chat', 'Count.', '--server', grpcAddress])
    await chat.wrote(/One/)
    chat.child.kill('SIGINT')
    expect(await chat.exited).toBe(1)
    await (await upstream.request(0)).closed
    expect(chat.errors()).toContain('Cancelled.')
  })
})

describe('the other commands', () => {
  it('list the models and count what was used', async () => {
    const { ask } = await servingPlayed((exchange) => playChat(exchange, { texts: ['Hi'] }))
    expect((await ask(['models'])).output).toMatch(/^MODEL .*\nm +played .*\$2\.00 in, \$10\.00 out\n$/)
    await ask(['chat', 'x'])
    const { output } = await ask(['usage', '--timeframe', '1h', '-o', 'json'])
    expect(JSON.parse(output)).toMatchObject({
      total: { totalRequests: '1', cost: { total: { amountNanos: '56000' } } },
    })
  })

  it('healthcheck fails when nobody is there', async () => {
    const { exitCode, errors } = await ran(['healthcheck', '--server', '127.0.0.1:1'])
    expect(exitCode).toBe(1)
    expect(errors).toContain('cannot be reached')
  })

  it('config check tells a good file from a bad one', async () => {
    const { file, write } = configured()
    expect(await ran(['config', 'check', file])).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/is good/),
    })
    write({ retry: { max_retries: 99 }, providers: [{ name: 'x' }] })
    const { exitCode, output } = await ran(['config', 'check', file])
    expect(exitCode).toBe(1)
    expect(output).toMatch(/has \d faults:\n/)
    expect(output).toContain('retry.max_retries')
    expect(output).toContain('providers[0].adapter')
  })

  it('are refused when they are not known', async () => {
    expect(await ran(['sing'])).toMatchObject({ exitCode: 2, output: '' })
  })
})
