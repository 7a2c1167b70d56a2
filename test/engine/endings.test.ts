import { describe, expect, it, vi } from 'vitest'
import { userMessage } from '../support/call.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import { readAll } from '../support/streams.ts'
import { CONTEXT_WINDOW, isInstalled } from './llama-server.ts'
import { asking, openPlayground, sharedPlayground } from './playground.ts'

/** What the server logs when the connection closes before the answer is complete, and only then. */
const CANCELLED = /stop: cancel task/

const PATIENCE = { timeout: 10_000, interval: 10 }

describe.runIf(isInstalled)('a real inference server stops', () => {
  const playground = sharedPlayground()

  /** What resolves when the server has let go of one more answer before its end, and is idle. */
  function stopsOnceMore(): () => Promise<void> {
    const { server } = playground()
    const before = server.countLogged(CANCELLED)
    return async () => {
      await server.logged(CANCELLED, before + 1)
      await vi.waitFor(async () => expect(await server.busySlots()).toBe(0), PATIENCE)
    }
  }

  const atWork = () => vi.waitFor(async () => expect(await playground().server.busySlots()).toBe(1), PATIENCE)

  it('when the caller of a stream cancels', async () => {
    const { app } = playground()
    const rows = app.rows().length
    const stopped = stopsOnceMore()
    const controller = new AbortController()
    const read = async () => {
      let deltas = 0
      for await (const { event } of llmOf(app).generateTextStream(asking(), { signal: controller.signal })) {
        if (event.case === 'textDelta' && ++deltas === 3) controller.abort()
      }
    }
    expect((await errorOf(read())).code).toBe('Canceled')
    await stopped()
    await vi.waitFor(() => expect(app.rows()).toHaveLength(rows + 1), PATIENCE)
    expect(app.rows().at(-1)).toMatchObject({ outcome: 'cancelled', usage_estimated: 1 })
  })

  it('when the caller of a unary call cancels', async () => {
    const { app } = playground()
    const stopped = stopsOnceMore()
    const controller = new AbortController()
    const error = errorOf(llmOf(app).generateText(asking(), { signal: controller.signal }))
    await atWork()
    controller.abort()
    expect((await error).code).toBe('Canceled')
    await stopped()
  })

  it('when a caller’s time is over', async () => {
    const stopped = stopsOnceMore()
    const call = llmOf(playground().app).generateText(asking(), { timeoutMs: 1500 })
    expect((await errorOf(call)).code).toBe('DeadlineExceeded')
    await stopped()
  })
})

describe.runIf(isInstalled)('an error of a real inference server has its reason', () => {
  const playground = sharedPlayground()
  const llm = () => llmOf(playground().app)

  it.each(['unary', 'streamed'])('when the prompt is longer than the context window, %s', async (way) => {
    const request = asking(5n, 'x'.repeat(CONTEXT_WINDOW + 1))
    const call = way === 'unary' ? llm().generateText(request) : readAll(llm().generateTextStream(request))
    const expected = { code: 'InvalidArgument', reasons: ['CONTEXT_LENGTH'], metadata: { http_status: '400' } }
    expect(await errorOf(call)).toMatchObject(expected)
  })

  it('when it refuses the key', async () => {
    const error = await errorOf(llm().generateText({ prompt: 'x', options: { model: 'stranger-tiny' } }))
    expect(error).toMatchObject({ code: 'FailedPrecondition', reasons: ['UPSTREAM_AUTH'] })
  })

  it('when it cannot read the schema', async () => {
    const value = { name: 'odd', schema: '{"type":"nonsense"}' }
    const responseFormat = { format: { case: 'jsonSchema' as const, value } }
    const request = { messages: [userMessage('x')], options: asking(5n).options, responseFormat }
    const error = await errorOf(llm().generateChat(request))
    expect(error).toMatchObject({ code: 'InvalidArgument', reasons: ['UPSTREAM_REJECTED'] })
  })

  it('when nothing has that name, and the server is not asked', async () => {
    const { app } = playground()
    const rows = app.rows().length
    const error = await errorOf(llm().generateText({ prompt: 'x', options: { model: 'tinier' } }))
    expect(error).toMatchObject({ code: 'NotFound', reasons: ['MODEL_NOT_FOUND'] })
    expect(app.rows()).toHaveLength(rows)
  })
})

describe.runIf(isInstalled)('a real inference server that dies', () => {
  it('ends the stream with an error, and the route goes on elsewhere', async () => {
    const { app, server } = await openPlayground()
    const read = async () => {
      for await (const { event } of llmOf(app).generateTextStream(asking())) {
        if (event.case === 'textDelta') await server.stop()
      }
    }
    const error = await errorOf(read())
    expect(error).toMatchObject({ code: 'Unavailable', reasons: ['STREAM_TRUNCATED'] })
    const { info } = await llmOf(app).generateText({ prompt: 'Anyone?', options: { model: 'safe' } })
    expect(info?.provider).toBe('spare')
    expect(info?.attempts.at(0)).toMatchObject({ provider: 'llama', succeeded: false })
  })
})
