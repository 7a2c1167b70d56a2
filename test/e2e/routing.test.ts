import { describe, expect, it, onTestFinished } from 'vitest'
import { Operation } from '#gen/switchyard/v1/admin_service_pb.js'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { type Configuration, openApp, playedProvider } from '../support/app.ts'
import { clientsOf, errorOf } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { readAll } from '../support/streams.ts'
import { startUpstream, type UpstreamHandler } from '../support/upstream.ts'

const good: UpstreamHandler = (exchange) => playChat(exchange, { texts: ['Hi'] })
const down: UpstreamHandler = (exchange) => exchange.sendJson(503, {})

const messages = [{ role: Role.USER, parts: [{ content: { case: 'text' as const, value: 'Hello' } }] }]

/** Providers `p0`, `p1`… that play these, each with a model of the same number, and a route `way` over them. */
async function open(handlers: readonly UpstreamHandler[], route: Configuration = {}, rest: Configuration = {}) {
  const upstreams = await Promise.all(handlers.map(startUpstream))
  onTestFinished(async () => void (await Promise.all(upstreams.map((upstream) => upstream.close()))))
  const names = upstreams.map((_, index) => `p${index}`)
  const app = await openApp({
    providers: upstreams.map(({ url }, index) =>
      playedProvider(url, {
        name: names[index],
        models: [{ name: `m${index}`, tier: index === 0 ? 'fast' : 'premium', price: { input: '2', output: '10' } }],
      }),
    ),
    routes: [{ name: 'way', targets: names.map((provider, index) => ({ provider, model: `m${index}` })), ...route }],
    retry: { max_retries: 0 },
    ...rest,
  })
  return { app, ...clientsOf(app), requests: () => upstreams.map(({ requests }) => requests.length) }
}

const inTwo = (first: object, second: object) => ({
  targets: [
    { provider: 'p0', model: 'm0', ...first },
    { provider: 'p1', model: 'm1', ...second },
  ],
})

describe('a route over two upstreams', () => {
  it('shares its calls by weight', async () => {
    const { llm, requests } = await open([good, good], inTwo({ weight: 3 }, { weight: 1 }))
    for (let call = 0; call < 60; call++) await llm.generateText({ prompt: 'Hi', options: { model: 'way' } })
    const [first = 0, second = 0] = requests()
    expect(first + second).toBe(60)
    expect(first).toBeGreaterThan(second)
    expect(second).toBeGreaterThan(0)
  })

  it('sends a call to the one that is not busy', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const waiting = gates.map(
      ({ promise }): UpstreamHandler =>
        async (exchange) => {
          await promise
          await playChat(exchange, { texts: ['Hi'] })
        },
    )
    const { llm, requests } = await open(waiting, { balance: 'least_busy' })
    const calls = Array.from({ length: 4 }, () => llm.generateText({ prompt: 'Hi', options: { model: 'way' } }))
    await expect.poll(() => requests()).toEqual([2, 2])
    for (const { resolve } of gates) resolve()
    expect(await Promise.all(calls)).toHaveLength(4)
  })

  it('keeps a session at one of them', async () => {
    const { llm, requests } = await open([good, good], { balance: 'sticky' })
    for (let call = 0; call < 10; call++) {
      await llm.generateText({ prompt: 'Hi', options: { model: 'way' }, context: { sessionId: 'session-1' } })
    }
    expect(requests().toSorted((a, b) => a - b)).toEqual([0, 10])
  })

  it('asks the lower priority only when the higher one fails', async () => {
    const { llm, requests } = await open([good, good, good], {
      targets: [
        { provider: 'p0', model: 'm0', priority: 2 },
        { provider: 'p1', model: 'm1', priority: 1 },
      ],
    })
    const { info } = await llm.generateText({ prompt: 'Hi', options: { model: 'way' } })
    expect(info).toMatchObject({
      provider: 'p1',
      selection: { route: 'way', reason: 'The caller named this route; its targets are balanced by weight.' },
    })
    expect(requests()).toEqual([0, 1, 0])
    const failing = await open([good, down], {
      targets: [
        { provider: 'p0', model: 'm0', priority: 2 },
        { provider: 'p1', model: 'm1', priority: 1 },
      ],
    })
    const answer = await failing.llm.generateText({ prompt: 'Hi', options: { model: 'way' } })
    expect(answer.info?.attempts.map(({ provider, succeeded }) => [provider, succeeded])).toEqual([
      ['p1', false],
      ['p0', true],
    ])
  })
})

describe('a call that names no model', () => {
  it('goes where its wishes fit, and tells why when it is asked', async () => {
    const { llm, app } = await open([good, good])
    const { info } = await llm.generateChat({ messages, options: { tier: Tier.PREMIUM, explainSelection: true } })
    expect(info).toMatchObject({
      provider: 'p1',
      selection: { route: '', reason: 'No model was named; this one fits the wanted tier.' },
    })
    const [best, ...others] = info?.selection?.candidates ?? []
    expect(best).toMatchObject({ model: 'm1', provider: 'p1', score: info?.selection?.score, excluded: '' })
    expect(best?.parts).toMatchObject({ tier: 128, reliability: 32 })
    expect(others.map(({ model }) => model).toSorted()).toEqual(['m0', 'way'])
    await app.ended(1)
    const line = JSON.parse(app.log.findLast((text) => text.includes('"msg":"call"')) ?? '{}')
    expect(line).toMatchObject({ selection: info?.selection?.reason, selection_score: expect.any(Number) })
  })

  it('tells no candidates unasked', async () => {
    const { llm } = await open([good, good])
    const events = await readAll(llm.generateTextStream({ prompt: 'Hi', options: { tier: Tier.FAST } }))
    const last = events.at(-1)?.event
    const info = last?.case === 'finished' ? last.value.info : undefined
    expect(info?.selection).toMatchObject({ candidates: [], score: expect.any(Number) })
  })

  it('follows the policy of its method', async () => {
    const { llm } = await open([good, good], {}, { selection: { text: { tier: 'premium' } } })
    const [text, chat] = await Promise.all([llm.generateText({ prompt: 'Hi' }), llm.generateChat({ messages })])
    expect([text.info?.provider, chat.info?.provider]).toEqual(['p1', 'p0'])
  })

  it('is answered by another model when the best one fails', async () => {
    const { llm } = await open([down, good], {}, { routes: [] })
    const { info } = await llm.generateText({ prompt: 'Hi' })
    expect(info).toMatchObject({ provider: 'p1', selection: { reason: 'No model was named; this is the default.' } })
    expect(info?.attempts.map(({ provider }) => provider)).toEqual(['p0', 'p1'])
  })
})

describe('ExplainSelection', () => {
  it('tells where a call would go, and makes none', async () => {
    const { admin, app, requests } = await open([good, good])
    const { selection, targets } = await admin.explainSelection({
      request: { messages, options: { tier: Tier.PREMIUM } },
    })
    expect(selection?.candidates[0]).toMatchObject({ model: 'm1', score: selection?.score })
    expect(targets).toMatchObject([
      { provider: 'p1', model: 'm1', circuit: 'closed', inFlight: 0, errorRate: 0 },
      { provider: 'p0', model: 'm0' },
    ])
    expect(requests()).toEqual([0, 0])
    expect(app.rows()).toEqual([])
  })

  it('follows the policy of the method it is asked for', async () => {
    const { admin } = await open([good, good], {}, { selection: { text: { tier: 'premium' } } })
    const firstOf = async (operation: Operation) =>
      (await admin.explainSelection({ request: { messages }, operation })).targets[0]?.provider
    expect(await firstOf(Operation.TEXT)).toBe('p1')
    expect(await firstOf(Operation.CHAT)).toBe('p0')
  })

  it('shows what traffic has shown', async () => {
    const { admin, llm, app } = await open([down, good], {}, { circuit: { failure_threshold: 1 } })
    await llm.generateText({ prompt: 'Hi', options: { model: 'way' } })
    await app.ended(1)
    const { targets } = await admin.explainSelection({ request: { messages, options: { model: 'way' } } })
    expect(targets).toMatchObject([
      { provider: 'p1', circuit: 'closed', errorRate: 0 },
      { provider: 'p0', circuit: 'open', errorRate: expect.closeTo(0.1, 5) },
    ])
    expect(targets[0]?.averageLatency).toBeDefined()
  })

  it('tells which models are passed over because they are not allowed', async () => {
    const { admin, llm } = await open([good, good], {}, { allowed_models: ['way', 'm1'] })
    const { selection } = await admin.explainSelection({ request: { messages } })
    expect(selection?.candidates.at(-1)).toMatchObject({ model: 'm0', excluded: 'It is not among the allowed models.' })
    const { info } = await llm.generateChat({ messages, options: { explainSelection: true } })
    expect(info?.selection?.candidates.map(({ model }) => model).toSorted()).toEqual(['m1', 'way'])
  })

  it('fails as the call would', async () => {
    const { admin } = await open([good], {}, { allowed_models: ['way'] })
    const named = (model: string) => errorOf(admin.explainSelection({ request: { messages, options: { model } } }))
    expect(await named('m0')).toMatchObject({ reasons: ['MODEL_NOT_ALLOWED'] })
    expect(await named('nothing')).toMatchObject({ reasons: ['MODEL_NOT_FOUND'] })
    expect((await errorOf(admin.explainSelection({}))).fields).toEqual(['request'])
  })
})
