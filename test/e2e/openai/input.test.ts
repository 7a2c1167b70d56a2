import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { brokenChat } from '../../server/openai/any-chat.ts'
import { type RunningApp, startTestApp } from '../../support/app.ts'
import { postTo } from './played.ts'

let app: RunningApp

beforeAll(async () => {
  app = await startTestApp()
  return () => app.stop()
})

const CHAT = '/v1/chat/completions'
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

async function refusalOf(response: Response) {
  const { error } = (await response.json()) as { error: Record<string, unknown> }
  return { status: response.status, ...error }
}

describe('at the OpenAI door', () => {
  it.each([
    ['no JSON', '{"messages":'],
    ['nothing', ''],
    ['an array', '[]'],
    ['no text', new Uint8Array([0x22, 0xff, 0x22])],
    ['JSON of great depth', deep(100_000)],
    ['depth within a member', `{"messages":${deep(100_000)}}`],
    [
      'depth within a schema',
      `{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"a":${deep(100_000)}}}}]}`,
    ],
    ['depth within what is ignored', `{"messages":[{"role":"user","content":"x"}],"logit_bias":${deep(100_000)}}`],
    ['a prototype', '{"__proto__":{"messages":[{"role":"user","content":"x"}]}}'],
  ])('%s is refused as a bad request', async (_, body) => {
    const refusal = await refusalOf(await postTo(app, CHAT, body))
    expect(refusal).toMatchObject({ status: 400, type: 'invalid_request_error', reason: 'INVALID_REQUEST' })
  })

  it('nothing that is sent makes it fail by its own fault', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(CHAT, '/v1/responses', '/v1/embeddings'),
        fc.oneof(brokenChat, fc.jsonValue()),
        async (path, body) => {
          const { status } = await postTo(app, path, JSON.stringify(body))
          expect([200, 400, 404]).toContain(status)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('a body that is too large is refused in the same form', async () => {
    const refusal = await refusalOf(await postTo(app, CHAT, JSON.stringify({ messages: 'x'.repeat(17 * 1024 * 1024) })))
    expect(refusal).toMatchObject({ status: 413, code: 'request_too_large' })
  })

  it.each([
    ['GET', CHAT],
    ['GET', '/v1/chat/completions/chatcmpl-1'],
    ['POST', '/v1/images/generations'],
    ['POST', '/v1/models'],
    ['GET', '/v1/files'],
  ])('%s %s is not found, in the same form', async (method, path) => {
    const response = await fetch(`http://${app.webAddress}${path}`, {
      method,
      ...(method === 'POST' && { body: '{}', headers: { 'content-type': 'application/json' } }),
    })
    expect(await refusalOf(response)).toMatchObject({ status: 404, type: 'invalid_request_error', param: null })
    expect(response.headers.get('x-should-retry')).toBe('false')
  })

  it('takes what pages of allowed origins send, and refuses others', async () => {
    const ask = (origin: string) =>
      fetch(`http://${app.webAddress}${CHAT}`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      })
    const allowed = await ask('http://localhost:3000')
    const names = allowed.headers.get('access-control-allow-headers')?.split(', ') ?? []
    const sent = ['authorization', 'x-stainless-lang', 'x-stainless-retry-count', 'x-stainless-runtime-version']
    expect(sent.filter((name) => !names.includes(name))).toEqual([])
    expect((await ask('https://example.org')).status).toBe(403)
  })
})
