import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { toJsonString } from '@bufbuild/protobuf'
import { beforeAll, describe, expect, it } from 'vitest'
import { ListApiKeysResponseSchema } from '#gen/switchyard/v1/api_key_pb.js'
import { ListAuditEventsResponseSchema } from '#gen/switchyard/v1/audit_pb.js'
import { derivedSecret } from '../../src/access/secret-key.ts'
import { virtualKeyDigest } from '../../src/access/virtual-key.ts'
import { Secret } from '../../src/core/secret.ts'
import { runCli } from '../cli/fake-terminal.ts'
import { type RunningApp, startTestApp } from '../support/app.ts'
import { clientsOf, doors, errorOf } from '../support/clients.ts'
import { methodCallers } from '../support/method-caller.ts'
import { services } from '../support/permission-table.ts'

const OPERATOR = 'canary-operator-5c08f1e6d2b94a7733aa10ff'
const SECRET_KEY = 'canary-secret-key-90d1e2f3a4b5c6d7e8f9a0b1c2d3'

let app: RunningApp
/** All that must not be seen, by what it is. */
const canaries = new Map<string, string[]>([
  ['the operator’s key', [OPERATOR]],
  ['the service’s own secret', [SECRET_KEY]],
])
/** All that was said to callers, by where. */
const said = { errors: '', lists: '', audit: '', commands: '', metrics: '', stored: '' }

beforeAll(async () => {
  const environment = { SWITCHYARD_API_KEY: OPERATOR, SWITCHYARD_SECRET_KEY: SECRET_KEY }
  app = await startTestApp({}, { environment })
  await everything()
  return () => app.stop()
}, 60_000)

function as(key: string) {
  return { headers: { authorization: `Bearer ${key}` } }
}

/** Keys are made, used, refused in every way, rotated and revoked; then all is read that can be read. */
async function everything(): Promise<void> {
  const { admin } = clientsOf(app)
  const made = await admin.createApiKey({ apiKey: { displayName: 'canary' } }, as(OPERATOR))
  const name = made.apiKey?.name ?? ''
  const rotated = await admin.rotateApiKey({ name, grace: { seconds: 600n } }, as(OPERATOR))
  const mistyped = `${rotated.key.slice(0, -1)}x`
  for (const door of doors) {
    const { llm } = clientsOf(app, door)
    for (const key of [made.key, rotated.key]) await llm.generateText({ prompt: 'Count.' }, as(key))
    for (const key of [mistyped, OPERATOR.slice(1)]) await refused(llm.generateText({ prompt: 'Count.' }, as(key)))
    await refused(llm.generateText({ prompt: 'Count.', options: { model: 'nope' } }, as(rotated.key)))
    await refused(clientsOf(app, door).admin.listRoutes({}, as(rotated.key)))
  }
  await everyMethod(rotated.key)
  await commands(rotated.key)
  const last = await admin.rotateApiKey({ name }, as(OPERATOR))
  await admin.revokeApiKey({ name }, as(OPERATOR))
  await refused(clientsOf(app).llm.generateText({ prompt: 'Count.' }, as(last.key)))
  const texts = [made.key, rotated.key, last.key]
  canaries.set(
    'the text of a key',
    texts.map((text) => text.slice(20, 84)),
  )
  canaries.set(DIGEST, texts.flatMap(digestsOf))
  await read()
}

/** As it may be written down. */
function digestsOf(text: string): string[] {
  const digest = virtualKeyDigest(text, derivedSecret(new Secret(SECRET_KEY), 'virtual keys'))
  const encodings = ['hex', 'base64', 'base64url', 'latin1'] as const
  return encodings.map((encoding) => digest.toString(encoding).slice(0, 40))
}

async function refused(call: Promise<unknown>): Promise<void> {
  said.errors += JSON.stringify(await errorOf(call))
}

/** With empty requests: most of them are refused with a reason. */
async function everyMethod(key: string): Promise<void> {
  for (const method of services.flatMap((service) => service.methods)) {
    for (const given of [key, OPERATOR]) await methodCallers.Connect(app)(method, { 'x-api-key': given })
  }
}

async function commands(key: string): Promise<void> {
  for (const words of [
    ['keys'],
    ['keys', '-o', 'json'],
    ['audit', '-o', 'json'],
    ['tenants'],
    ['routes', 'get', 'x'],
  ]) {
    for (const given of [key, OPERATOR, 'canary-wrong']) {
      const environment = { SWITCHYARD_SERVER: app.grpcAddress, SWITCHYARD_API_KEY: given }
      const { output, errors } = await runCli(words, { environment })
      said.commands += output + errors
    }
  }
}

async function read(): Promise<void> {
  const { admin } = clientsOf(app)
  const page = await admin.listApiKeys({ pageSize: 1 }, as(OPERATOR))
  said.lists = toJsonString(ListApiKeysResponseSchema, await admin.listApiKeys({}, as(OPERATOR))) + page.nextPageToken
  const events = await admin.listAuditEvents({ pageSize: 1 }, as(OPERATOR))
  said.lists += Buffer.from(events.nextPageToken, 'base64url').toString('latin1')
  said.audit = toJsonString(ListAuditEventsResponseSchema, await admin.listAuditEvents({}, as(OPERATOR)))
  said.metrics = await app.metrics()
  const folder = dirname(app.ledgerPath)
  const files = readdirSync(folder).filter((name) => name.startsWith(basename(app.ledgerPath)))
  said.stored = files.map((name) => readFileSync(join(folder, name), 'latin1')).join('\n')
}

const DIGEST = 'the digest of a key'
const places = Object.keys(said) as (keyof typeof said)[]

describe.each(['the operator’s key', 'the service’s own secret', 'the text of a key', DIGEST])('%s', (what) => {
  it('is not in the log', () => {
    expect(app.log.length).toBeGreaterThan(20)
    for (const canary of canaries.get(what) ?? []) expect(app.log.join('\n')).not.toContain(canary)
  })

  // By its digest a key is known again: the store keeps that, and nothing else tells it.
  it.each(places.filter((place) => what !== DIGEST || place !== 'stored'))('is not in what was said: %s', (where) => {
    expect(canaries.get(what)).not.toEqual([])
    expect(said[where].length).toBeGreaterThan(100)
    for (const canary of canaries.get(what) ?? []) expect(said[where]).not.toContain(canary)
  })
})
