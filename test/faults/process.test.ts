import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { playedProvider } from '../support/app.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import { chatDelta, playChat, playChatStream } from '../support/openai-wire.ts'
import { type Service, startService } from '../support/service.ts'
import { readAll } from '../support/streams.ts'
import { openUpstream } from '../support/upstream.ts'

/** Processes start and stop beside other tests. */
vi.setConfig({ testTimeout: 120_000 })
const PATIENTLY = { timeout: 30_000 }

const request = { prompt: 'Count.', options: { model: 'm' } }
const instant = { prompt: 'Count.', options: { model: 'mock-instant' } }

async function readiness({ webAddress }: Service): Promise<number> {
  return (await fetch(`http://${webAddress}/readyz`)).status
}

describe('SIGTERM with a hundred streams under way', () => {
  const STREAMS = 100

  /** Resolves when all streams have begun, with the promises of their ends. */
  async function begun(service: Service) {
    const llm = llmOf(service)
    const streams = Array.from({ length: STREAMS }, () => llm.generateTextStream(request)[Symbol.asyncIterator]())
    await Promise.all(streams.map((stream) => stream.next()))
    return streams.map((stream) => readAll({ [Symbol.asyncIterator]: () => stream }))
  }

  it('lets them end, takes calls for a while, and loses no row', async () => {
    const { promise: goOn, resolve: letGoOn } = Promise.withResolvers<void>()
    const upstream = await openUpstream((exchange) =>
      exchange.json.stream
        ? playChatStream(exchange, { texts: ['One', ' two'] }, (index) => (index === 1 ? goOn : undefined))
        : playChat(exchange, { texts: ['Hi'] }),
    )
    const providers = [playedProvider(upstream.url)]
    const service = await startService({ providers, drain: { delay: '4s', timeout: '60s' } })
    const ends = await begun(service)
    expect(await readiness(service)).toBe(200)
    service.child.kill('SIGTERM')
    await vi.waitFor(async () => expect(await readiness(service)).toBe(503), PATIENTLY)
    expect((await llmOf(service).generateText(request)).text).toBe('Hi')
    await vi.waitFor(
      async () => expect((await errorOf(llmOf(service).generateText(request))).code).toBe('Unavailable'),
      PATIENTLY,
    )
    letGoOn()
    const answers = await Promise.all(ends)
    expect(answers.filter((events) => events.at(-1)?.event.case === 'finished')).toHaveLength(STREAMS)
    expect(await service.exited).toBe(0)
    const rows = service.rows()
    expect(rows.filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(rows.length)
    expect(rows.length).toBeGreaterThanOrEqual(STREAMS + 1)
  })

  it('tells those that take too long to come again, and still loses no row', async () => {
    const upstream = await openUpstream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'One' }))
    })
    const service = await startService({
      providers: [playedProvider(upstream.url)],
      drain: { delay: '0s', timeout: '500ms' },
    })
    const ends = await begun(service)
    const errors = Promise.all(ends.map(errorOf))
    service.child.kill('SIGTERM')
    for (const error of await errors) {
      expect(error).toMatchObject({ code: 'Unavailable', reasons: ['SHUTTING_DOWN'] })
      expect(error.retryMs).toBeGreaterThan(0)
    }
    expect(await service.exited).toBe(0)
    expect(service.rows().map(({ error_reason }) => error_reason)).toEqual(Array(STREAMS).fill('SHUTTING_DOWN'))
    expect(upstream.openSockets).toBe(0)
  })
})

describe('a fault that nothing caught', () => {
  const FAULTS = new URL('../support/throw-on-signal.ts', import.meta.url)

  it.each([
    ['thrown', 'SIGUSR2'],
    ['rejected', 'SIGPIPE'],
  ] as const)('and was %s lets calls end, and the process end with 1', async (_, signal) => {
    const { promise: goOn, resolve: letGoOn } = Promise.withResolvers<void>()
    const upstream = await openUpstream((exchange) =>
      playChatStream(exchange, { texts: ['One', ' two'] }, (index) => (index === 1 ? goOn : undefined)),
    )
    const service = await startService(
      { providers: [playedProvider(upstream.url)], drain: { delay: '0s', timeout: '30s' } },
      { environment: { NODE_OPTIONS: `--import ${FAULTS}` } },
    )
    const stream = llmOf(service).generateTextStream(request)[Symbol.asyncIterator]()
    await stream.next()
    service.child.kill(signal)
    await service.wrote(/Stopping after an unexpected fault/)
    letGoOn()
    const rest = await readAll({ [Symbol.asyncIterator]: () => stream })
    expect(rest.at(-1)?.event.case).toBe('finished')
    expect(await service.exited).toBe(1)
    expect(service.errors()).toContain('"kind":"TypeError"')
    expect(service.errors() + service.output()).not.toContain('secret')
    expect(service.rows()).toMatchObject([{ outcome: 'succeeded' }])
  })
})

describe('a process that has no file left to open', () => {
  it.skipIf(!existsSync('/usr/bin/prlimit'))(
    'serves those who are connected, wastes no time, and takes callers again when there are files',
    async () => {
      const service = await startService()
      const llm = llmOf(service)
      await llm.generateText(instant)
      const open = readdirSync(`/proc/${service.pid}/fd`).length
      execFileSync('prlimit', ['--pid', String(service.pid), `--nofile=${open + 20}:4096`])
      const port = Number(service.grpcAddress.split(':')[1])
      const sockets = Array.from({ length: 100 }, () => connectTo(port))
      onTestFinished(() => destroyAll(sockets))
      await vi.waitFor(() => expect(sockets.filter(({ closed }) => closed).length).toBeGreaterThan(50), PATIENTLY)
      const before = cpuTicks(service.pid)
      for (let call = 0; call < 10; call++) expect((await llm.generateText(instant)).text).not.toBe('')
      // A hundredth of a second each: a loop that spins would take all that there is.
      expect(cpuTicks(service.pid) - before).toBeLessThan(100)
      destroyAll(sockets)
      await vi.waitFor(async () => expect((await llmOf(service).generateText(instant)).text).not.toBe(''), PATIENTLY)
    },
  )

  function connectTo(port: number): Socket {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    return socket
  }

  function destroyAll(sockets: readonly Socket[]): void {
    for (const socket of sockets) socket.destroy()
  }

  /** What a process has used of the processor so far. */
  function cpuTicks(pid: number): number {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*[)] /, '')
      .split(' ')
    return Number(fields[11]) + Number(fields[12])
  }
})

describe('a log that nobody reads', () => {
  it('holds up no call, and is kept short in memory', async () => {
    const service = await startService({ log: { level: 'info' } })
    service.child.stderr?.pause()
    const llm = llmOf(service)
    const CALLS = 6000
    // Each leaves a line of about five hundred bytes: more than the pipe and the buffer behind it take.
    for (let calls = 0; calls < CALLS; calls += 100) {
      await Promise.all(Array.from({ length: 100 }, () => llm.generateText(instant)))
    }
    expect(service.rows()).toHaveLength(CALLS)
    service.child.stderr?.resume()
    await service.wrote(/"call"/)
    service.child.kill('SIGTERM')
    service.child.kill('SIGTERM')
    await once(service.child, 'close')
    const lines = service
      .errors()
      .split('\n')
      .filter((line) => line.includes('"call"'))
    expect(lines.length).toBeLessThan(CALLS)
  })
})
