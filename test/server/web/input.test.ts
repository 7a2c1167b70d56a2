import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { exchange, isAlive, post, runLimited, stopDoors, TEXT_PATH } from './support.ts'

afterEach(stopDoors)

interface ConnectAnswer {
  readonly status: number
  readonly json: { code?: string; text?: string; details?: { type: string; debug?: { reason?: string } }[] }
}

async function postConnect(
  port: number,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<ConnectAnswer> {
  const answer = await fetch(`http://127.0.0.1:${port}${TEXT_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(body),
  })
  return { status: answer.status, json: (await answer.json()) as ConnectAnswer['json'] }
}

function reasonsOf({ json }: ConnectAnswer): string[] {
  const infos = json.details?.filter(({ type }) => type === 'google.rpc.ErrorInfo') ?? []
  return infos.map(({ debug }) => debug?.reason ?? '')
}

describe('a Connect request', () => {
  it.each([
    ['JSON cut off', '{"prompt":'],
    ['no JSON at all', 'hello'],
    ['a number for a text', '{"prompt": 7}'],
    ['NaN', '{"options": {"temperature": NaN}}'],
    ['an array', '[]'],
    ['nothing', ''],
    ['JSON a hundred thousand deep', `{"prompt": ${'['.repeat(30_000)}`],
  ])('of %s is an invalid request', async (_name, body) => {
    const running = await runLimited()
    const answer = await postConnect(running.port, body)
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_argument' } })
    expect(reasonsOf(answer)).toEqual(['INVALID_REQUEST'])
    expect(await isAlive(running)).toBe(true)
  })

  it('names the field that does not fit and repeats nothing of its value', async () => {
    const { port } = await runLimited()
    const { json } = await postConnect(port, '{"prompt": {"secret": 1}}')
    expect(JSON.stringify(json)).toContain('prompt')
    expect(JSON.stringify(json)).not.toContain('secret')
  })

  it.each([
    ['__proto__', '{"__proto__": {"prompt": "polluted"}, "prompt": "own"}'],
    ['the same key twice', '{"prompt": "first", "prompt": "second"}'],
    ['an unknown field', '{"prompt": "known", "later": 1}'],
    ['an unknown name of an enum’s value', '{"prompt": "known", "options": {"tier": "TIER_OF_TOMORROW"}}'],
    ['a lone surrogate', '{"prompt": "\\ud800"}'],
  ])('with %s is refused rather than read in part', async (_name, body) => {
    const running = await runLimited()
    const answer = await postConnect(running.port, body)
    expect(answer.status).toBe(400)
    expect(reasonsOf(answer)).toEqual(['INVALID_REQUEST'])
    expect(({} as Record<string, unknown>).prompt).toBeUndefined()
    expect(await isAlive(running)).toBe(true)
  })

  it.each([
    ['garbage', Buffer.from('ffffffffff', 'hex')],
    ['bad UTF-8', Buffer.from('0a02c328', 'hex')],
    ['a field cut off', Buffer.from('0aff', 'hex')],
    ['a wrong wire type', Buffer.from('0801', 'hex')],
    ['groups nested ten thousand deep', Buffer.alloc(10_000, 0x7b)],
  ])('of %s in binary is an invalid request', async (_name, body) => {
    const running = await runLimited()
    const answer = await postConnect(running.port, body, { 'content-type': 'application/proto' })
    expect({ status: answer.status, reasons: reasonsOf(answer) }).toEqual({ status: 400, reasons: ['INVALID_REQUEST'] })
    expect(await isAlive(running)).toBe(true)
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('may be compressed by %s, but not into a bomb', async (encoding, compress) => {
    const running = await runLimited()
    const headers = { 'content-encoding': encoding }
    const good = await postConnect(running.port, compress('{"prompt":"small"}'), headers)
    expect(good.json.text).toBe('small')
    const bomb = await postConnect(running.port, compress(Buffer.alloc(40_000_000)), headers)
    expect(bomb.status).toBe(429)
    expect(reasonsOf(bomb)).toEqual(['REQUEST_TOO_LARGE'])
    const broken = await postConnect(running.port, 'not compressed', headers)
    expect(reasonsOf(broken)).toEqual(['INVALID_REQUEST'])
    const cut = await postConnect(running.port, compress('{"prompt":"small"}').subarray(0, 9), headers)
    expect(reasonsOf(cut)).toEqual(['INVALID_REQUEST'])
    expect(await isAlive(running)).toBe(true)
  })

  it('in an unknown compression is told the known ones', async () => {
    const { port } = await runLimited()
    const answer = await postConnect(port, 'x', { 'content-encoding': 'zstd' })
    expect(answer.json.code).toBe('unimplemented')
    expect(reasonsOf(answer)).toEqual(['METHOD_NOT_AVAILABLE'])
  })

  it('is not served by GET, for prompts do not belong in addresses', async () => {
    const { port } = await runLimited()
    const path = '/switchyard.v1.LLMService/ListModels?connect=v1&encoding=json&message={}'
    expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(405)
  })

  it('of an unknown type is refused', async () => {
    const { port } = await runLimited()
    const headers = { 'content-type': 'text/plain' }
    const answer = await fetch(`http://127.0.0.1:${port}${TEXT_PATH}`, { method: 'POST', headers, body: '{}' })
    expect(answer.status).toBe(415)
  })

  it.each([
    '/nothing',
    '//',
    '/switchyard.v1.LLMService/',
    '/switchyard.v1.LLMService/Nothing',
    `${TEXT_PATH}/`,
    '/%00',
  ])('to %s finds nothing', async (path) => {
    const running = await runLimited()
    expect(await exchange(running.port, post(path, '{}'))).toMatch(/^HTTP\/1.1 404 /)
    expect(await isAlive(running)).toBe(true)
  })
})
