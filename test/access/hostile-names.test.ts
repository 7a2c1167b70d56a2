import type { DescField, DescMessage, DescMethod } from '@bufbuild/protobuf'
import { beforeAll, describe, expect, it } from 'vitest'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { type RunningApp, startTestApp } from '../support/app.ts'
import { clientsOf } from '../support/clients.ts'
import { hostileTexts } from '../support/hostile-texts.ts'
import { methodCallers } from '../support/method-caller.ts'

const OPERATOR = 'o'.repeat(40)
const headers = { 'x-api-key': OPERATOR }
/** Those that carry any message of the contract. */
const doors = ['grpc-js', 'Connect'] as const

/** Fields lie at most so deep: what stands in messages deeper is content, not a name. */
const MAX_DEPTH = 3

/** What makes a request good but for the field in question. */
const good: Readonly<Record<string, () => Fields>> = {
  CreateApiKey: () => ({ apiKey: {} }),
  UpdateApiKey: () => ({ apiKey: { name: 'unknown' } }),
  CreateTenant: () => ({ tenant: { name: 'acme' }, validateOnly: true }),
  UpdateTenant: () => ({ tenant: { name: 'default' }, validateOnly: true }),
  CreateRoute: () => ({ route: { name: 'way', targets: [{ provider: 'mock', model: 'mock-fast' }] } }),
  UpdateRoute: () => ({ route: { name: 'way', targets: [{ provider: 'mock', model: 'mock-fast' }] } }),
  UpdatePolicy: () => ({ policy: { allowedModels: [] }, updateMask: { paths: ['allowed_models'] } }),
  GetStatistics: () => ({ timeframe: '1h' }),
  GenerateText: () => ({ prompt: 'Count.', options: { model: 'mock-instant' } }),
}

/** The first fields of a request are its names; what comes after them repeats itself. */
const MAX_WAYS = 24

type Fields = { [name: string]: unknown }

/** Ways to a text, by the local names of fields. */
function* textsIn(message: DescMessage, depth = 1): Generator<readonly DescField[]> {
  for (const field of message.fields) {
    const isText = field.fieldKind === 'scalar' || field.fieldKind === 'list' ? field.scalar === 9 : false
    if (isText) yield [field]
    if (!field.message || depth === MAX_DEPTH || field.message.typeName.startsWith('google.')) continue
    if (field.fieldKind === 'map') continue
    for (const rest of textsIn(field.message, depth + 1)) yield [field, ...rest]
  }
}

function requestWith(method: DescMethod, way: readonly DescField[], text: string): Fields {
  const request = good[method.name]?.() ?? {}
  let place = request
  way.forEach((field, index) => {
    const last = index === way.length - 1
    const inner: unknown = last ? text : ((field.fieldKind === 'list' ? undefined : given(field, place)) ?? {})
    const value = field.fieldKind === 'list' ? [inner] : inner
    if (field.oneof) place[field.oneof.localName] = { case: field.localName, value }
    else place[field.localName] = value
    place = inner as Fields
  })
  return request
}

function given(field: DescField, place: Fields): unknown {
  return field.oneof ? undefined : place[field.localName]
}

/** Of those that take content, one stands for all: they share their options and their context. */
const { generateText, getModel, listModels, testModel } = LLMService.method

const methods = [...AdminService.methods, ...UsageService.methods, generateText, getModel, listModels, testModel]
  .map((method) => ({ method, ways: [...textsIn(method.input)] }))
  .filter(({ ways }) => ways.length > 0)

describe.each(doors)('a hostile text through %s, in any field of', (door) => {
  let app: RunningApp

  beforeAll(async () => {
    app = await startTestApp({}, { environment: { SWITCHYARD_API_KEY: OPERATOR } })
    return () => app.stop()
  })

  it.each(methods)(
    '$method.name is served or refused with a reason',
    async ({ method, ways }) => {
      const call = methodCallers[door](app)
      for (const way of ways.slice(0, MAX_WAYS)) {
        for (const text of hostileTexts) {
          const outcome = await call(method, headers, requestWith(method, way, text))
          const field = way.map(({ name }) => name).join('.')
          expect({ outcome, field, text }).toEqual({ outcome: 'let in', field, text })
        }
      }
    },
    60_000,
  )

  it('leaves a service that works, and nothing that was not asked for', async () => {
    const { admin, llm } = clientsOf(app)
    await llm.generateText({ prompt: 'Count.', options: { model: 'mock-instant' } }, { headers })
    expect((await admin.listTenants({}, { headers })).tenants.map(({ name }) => name)).toEqual(['default'])
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(app.log.filter((line) => JSON.parse(line).level >= 50)).toEqual([])
  })

  it('as a credential is refused', async () => {
    const call = methodCallers[door](app)
    const method = AdminService.method.listTenants
    for (const text of hostileTexts.filter((text) => /^[ -~]+$/.test(text) && text.trim() !== '')) {
      for (const given of [{ 'x-api-key': text }, { authorization: `Bearer ${text}` }, { 'x-api-key': `sy_${text}` }]) {
        expect([text, await call(method, given)]).toEqual([text, 'UNAUTHENTICATED'])
      }
    }
  })
})
