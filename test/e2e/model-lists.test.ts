import { beforeAll, describe, expect, it } from 'vitest'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { metricOf, type RunningApp, startTestApp } from '../support/app.ts'
import { clientsOf, type Door, doors, errorOf } from '../support/clients.ts'
import { readAll } from '../support/streams.ts'

const OPERATOR = 'o'.repeat(40)
const REFUSED = { code: 'PermissionDenied', reasons: ['MODEL_NOT_ALLOWED'] }
const messages = [{ role: 2, parts: [{ content: { case: 'text' as const, value: 'Count.' } }] }]

let app: RunningApp
/** Headers of a key whose tenant may call a, b and c, and which may itself call b, c and d: b by its alias. */
let caller: { headers: Record<string, string> }

beforeAll(async () => {
  const models = ['a', 'b', 'c', 'd'].map((name) => ({ name, aliases: [`alias-of-${name}`] }))
  const routes = [
    { name: 'way', targets: [{ provider: 'played', model: 'd' }] },
    { name: 'closed', targets: [{ provider: 'played', model: 'b' }] },
  ]
  const providers = [{ name: 'played', adapter: 'mock', models }]
  app = await startTestApp({ providers, routes }, { environment: { SWITCHYARD_API_KEY: OPERATOR } })
  const { admin } = clientsOf(app)
  await admin.createTenant({ tenant: { name: 'acme', allowedModels: ['a', 'b', 'c', 'way'] } }, as(OPERATOR))
  const apiKey = { tenant: 'acme', role: AccessRole.CALLER, allowedModels: ['alias-of-b', 'c', 'd', 'way'] }
  caller = as((await admin.createApiKey({ apiKey }, as(OPERATOR))).key, 'trace-of-the-list', 'agent-7')
  return () => app.stop()
})

function as(key: string, trace = 'any', agent = 'any') {
  return { headers: { authorization: `Bearer ${key}`, 'x-trace-id': trace, 'x-source-agent': agent } }
}

/** Lines of the log about refused calls. */
function refusals() {
  return app.log.map((line) => JSON.parse(line)).filter(({ reason }) => reason === 'MODEL_NOT_ALLOWED')
}

async function violations(): Promise<number> {
  return metricOf(await app.metrics(), 'llm_governance_violations_total')
}

describe.each<Door>(doors)('a key with a list, of a tenant with a list, through %s', (door) => {
  it.each(['b', 'alias-of-b', 'c', 'way'])('calls %s, which stands in both', async (model) => {
    const { llm } = clientsOf(app, door)
    await llm.generateText({ prompt: 'Count.', options: { model } }, caller)
    expect((await llm.getModel({ name: model }, caller)).model?.name).toBe(model.replace('alias-of-', ''))
  })

  it.each(['a', 'd', 'alias-of-a', 'closed'])('does not call %s, which does not', async (model) => {
    const { llm } = clientsOf(app, door)
    const options = { model }
    const attempts = [
      () => llm.generateText({ prompt: 'Count.', options }, caller),
      () => readAll(llm.generateTextStream({ prompt: 'Count.', options }, caller)),
      () => llm.generateChat({ messages, options }, caller),
      () => readAll(llm.generateChatStream({ messages, options }, caller)),
      () => llm.embed({ model, inputs: ['Count.'] }, caller),
      () => llm.countTokens({ request: { messages, options } }, caller),
      () => llm.testModel({ model }, caller),
    ]
    const [told, counted] = [refusals().length, await violations()]
    for (const attempt of attempts) expect(await errorOf(attempt())).toMatchObject(REFUSED)
    expect(await violations()).toBe(counted + attempts.length)
    const lines = refusals().slice(told)
    expect(lines).toHaveLength(attempts.length)
    for (const line of lines) {
      expect(line).toMatchObject({ trace_id: 'trace-of-the-list', source_agent: 'agent-7', requested_model: model })
    }
    expect(await errorOf(llm.getModel({ name: model }, caller))).toMatchObject(REFUSED)
  })

  it('sees what it may call, and nothing else', async () => {
    const { models } = await clientsOf(app, door).llm.listModels({}, caller)
    expect(models.map(({ name }) => name)).toEqual(['b', 'c', 'way'])
  })

  it('compares what it may call; the others fail by themselves', async () => {
    const { llm } = clientsOf(app, door)
    const pieces = await readAll(llm.compareChat({ request: { messages }, models: ['b', 'd'] }, caller))
    const failures = pieces.flatMap(({ modelIndex, event }) =>
      event.case === 'failure' ? [[modelIndex, event.value.reason]] : [],
    )
    expect(failures).toEqual([[1, 'MODEL_NOT_ALLOWED']])
    expect(pieces.some(({ modelIndex, event }) => modelIndex === 0 && event.case === 'answer')).toBe(true)
  })

  it('gets none of the others when it names no model', async () => {
    const options = { explainSelection: true }
    const { info } = await clientsOf(app, door).llm.generateText({ prompt: 'Count.', options }, caller)
    expect(['b', 'c', 'd']).toContain(info?.model)
    const candidates = info?.selection?.candidates.map(({ model }) => model) ?? []
    expect(candidates.sort()).toEqual(['b', 'c', 'way'])
  })
})

describe('a caller whose lists have nothing in common', () => {
  it('calls nothing, and sees nothing', async () => {
    const { admin, llm } = clientsOf(app)
    const apiKey = { tenant: 'acme', allowedModels: ['d'] }
    const nobody = as((await admin.createApiKey({ apiKey }, as(OPERATOR))).key)
    expect((await llm.listModels({}, nobody)).models).toEqual([])
    expect(await errorOf(llm.generateText({ prompt: 'Count.' }, nobody))).toMatchObject({
      reasons: ['MODEL_NOT_FOUND'],
    })
  })
})

describe('a change of a list', () => {
  it('holds for the next call', async () => {
    const { admin, llm } = clientsOf(app)
    const { apiKey, key } = await admin.createApiKey({ apiKey: { tenant: 'acme' } }, as(OPERATOR))
    const ask = () => llm.generateText({ prompt: 'Count.', options: { model: 'a' } }, as(key))
    await ask()
    await admin.updateApiKey({ apiKey: { name: apiKey?.name ?? '', allowedModels: ['b'] } }, as(OPERATOR))
    expect(await errorOf(ask())).toMatchObject(REFUSED)
  })
})

describe('an explanation for an operator with a list', () => {
  it('tells what the list leaves out', async () => {
    const { admin } = clientsOf(app)
    const apiKey = { tenant: 'default', role: AccessRole.PLATFORM_ADMIN, allowedModels: ['b'] }
    const { key } = await admin.createApiKey({ apiKey }, as(OPERATOR))
    const { selection } = await admin.explainSelection({ request: { messages } }, as(key))
    const left = selection?.candidates.filter(({ excluded }) => excluded === '').map(({ model }) => model)
    expect(left).toEqual(['b'])
    expect(selection?.candidates).toHaveLength(6)
  })
})
