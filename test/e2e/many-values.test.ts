import { gzipSync } from 'node:zlib'
import { create, toBinary } from '@bufbuild/protobuf'
import { beforeAll, describe, expect, it } from 'vitest'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { type RunningApp, startTestApp } from '../support/app.ts'
import { clientsOf, errorOf } from '../support/clients.ts'
import { restOf } from '../support/rest.ts'

let app: RunningApp

beforeAll(async () => {
  app = await startTestApp()
  return () => app.stop()
})

const many = Array(60_000).fill({})
const text = '\\",[{'.repeat(60_000)
const connect = '/switchyard.v1.LLMService/'

/** Each door with a request of many values, and one of as many bytes in a text. */
const doors: readonly [string, string, (messages: unknown) => unknown][] = [
  ['REST', '/llm/generate/chat', (messages) => ({ messages })],
  ['JSON-RPC', '/rpc', (messages) => ({ jsonrpc: '2.0', id: 1, method: 'llm.complete', params: { messages } })],
  ['OpenAI', '/v1/chat/completions', (messages) => ({ messages })],
  ['Connect', `${connect}GenerateChat`, (messages) => ({ messages: fullyWritten(messages) })],
]

function fullyWritten(messages: unknown): unknown {
  return messages === many ? many : [{ role: 'ROLE_USER', parts: [{ text }] }]
}

async function post(path: string, body: unknown): Promise<string> {
  return (await restOf(app).post(path, body)).text
}

describe.each(doors)('the door of %s', (_name, path, bodyOf) => {
  it('refuses a request of more values than anyone needs before it makes anything of them', async () => {
    expect(await post(path, bodyOf(many))).toContain('The request body holds more than 100000 values.')
  })

  it('takes a text of any signs', async () => {
    expect(await post(path, bodyOf([{ role: 'user', content: text }]))).toContain('FINISH_REASON_STOP')
  })
})

it.each(['identity', 'gzip'])('refuses them in the envelope of a stream too, %s', async (encoding) => {
  const json = Buffer.from(JSON.stringify({ messages: many }))
  const isCompressed = encoding === 'gzip'
  const message = isCompressed ? gzipSync(json) : json
  const head = Buffer.alloc(5)
  head.writeUInt8(isCompressed ? 1 : 0)
  head.writeUInt32BE(message.length, 1)
  const headers = { 'content-type': 'application/connect+json', 'connect-content-encoding': encoding }
  const url = `http://${app.webAddress}${connect}GenerateChatStream`
  const answer = await fetch(url, { method: 'POST', headers, body: Buffer.concat([head, message]) })
  expect(await answer.text()).toContain('The request body holds more than 100000 values.')
})

it('refuses them in protobuf, over Connect and over gRPC', async () => {
  const { llm } = clientsOf(app)
  const request = { messages: Array.from({ length: 100_001 }, () => ({})) }
  expect(await errorOf(llm.generateChat(request))).toMatchObject({ code: 'InvalidArgument', fields: [] })
  const bytes = toBinary(GenerateChatRequestSchema, create(GenerateChatRequestSchema, request))
  const init = { method: 'POST', headers: { 'content-type': 'application/proto' }, body: bytes }
  const answer = await fetch(`http://${app.webAddress}${connect}GenerateChat`, init)
  expect(await answer.text()).toContain('The request body holds more than 100000 values.')
})

it.each<[string, Record<string, string>, (json: string) => string | Buffer<ArrayBuffer>]>([
  ['compressed', { 'content-encoding': 'gzip' }, (json) => gzipSync(json)],
  ['said not to be compressed', { 'content-encoding': 'identity' }, (json) => json],
  ['of a type in capitals', { 'content-type': 'application/JSON' }, (json) => json],
])('refuses them %s', async (_how, more, bodyOf) => {
  const headers = { 'content-type': 'application/json', ...more }
  const url = `http://${app.webAddress}${connect}GenerateChat`
  const answer = await fetch(url, { method: 'POST', headers, body: bodyOf(JSON.stringify({ messages: many })) })
  expect(await answer.text()).toContain('The request body holds more than 100000 values.')
})
