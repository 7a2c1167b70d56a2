import type { LookupFunction } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { checkedLookup, type Guard } from '../../../src/providers/http/guarded-connect.ts'
import { createTransport } from '../../../src/providers/http/transport.ts'
import { INTERNAL_HOSTS } from '../../support/hostile-addresses.ts'
import { openUpstream } from '../../support/upstream.ts'

const REFUSED = { reason: ErrorReason.UPSTREAM_PRECONDITION, metadata: { cause: 'ADDRESS_REFUSED' } }

/** Answers with one list of addresses after the other, the last one for ever. */
function playedLookup(...answers: string[][]) {
  const asked: string[] = []
  const lookup: LookupFunction = (hostname, { all }, callback) => {
    asked.push(hostname)
    const found = answers[Math.min(asked.length, answers.length) - 1] ?? []
    const addresses = found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    if (all) callback(null, addresses)
    else callback(null, addresses[0]?.address ?? '', addresses[0]?.family)
  }
  return { lookup, asked }
}

async function openGuarded(guard: Guard) {
  const upstream = await openUpstream((exchange) => exchange.sendJson(200, {}))
  const transport = createTransport({ connectTimeoutMs: 5000, maxConnections: 8, maxResponseBytes: 1000, guard })
  onTestFinished(() => transport.close())
  const get = async (base: string) => {
    const endpoint = { origin: new URL(base).origin, path: '/', headers: [] }
    const { status } = await transport.get(endpoint, new AbortController().signal)
    return status
  }
  return { upstream, get }
}

describe('a guarded transport', () => {
  it('connects to no internal address, however it is written', async () => {
    const { upstream, get } = await openGuarded({ allowedHosts: [] })
    for (const host of INTERNAL_HOSTS)
      await expect(get(`https://${host}:${upstream.port}`), host).rejects.toMatchObject(REFUSED)
    expect(upstream.acceptedSockets).toBe(0)
  })

  it('connects to no name that leads inside, even by one of its addresses', async () => {
    for (const found of [['127.0.0.1'], ['::1'], ['1.1.1.1', '127.0.0.1'], ['::ffff:7f00:1', '1.1.1.1']]) {
      const { lookup, asked } = playedLookup(found)
      const { upstream, get } = await openGuarded({ allowedHosts: ['other.test'], lookup })
      await expect(get(`https://vendor.test:${upstream.port}`)).rejects.toMatchObject(REFUSED)
      expect([asked, upstream.acceptedSockets]).toEqual([['vendor.test'], 0])
    }
  })

  it('speaks no http but to hosts that are allowed', async () => {
    const { lookup, asked } = playedLookup(['127.0.0.1'])
    const { upstream, get } = await openGuarded({ allowedHosts: ['llm.test', '127.0.0.1'], lookup })
    await expect(get('http://1.1.1.1')).rejects.toMatchObject(REFUSED)
    await expect(get('http://vendor.test')).rejects.toMatchObject(REFUSED)
    expect(asked).toEqual([])
    expect(await get(upstream.url)).toBe(200)
    expect(await get(`http://LLM.test:${upstream.port}`)).toBe(200)
    expect(await get(`http://llm.test.:${upstream.port}`)).toBe(200)
  })

  it('leaves a name that is not found to the usual error', async () => {
    const lookup: LookupFunction = (_, __, callback) =>
      callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), '', 4)
    const { get } = await openGuarded({ allowedHosts: [], lookup })
    await expect(get('https://vendor.test')).rejects.toMatchObject({ reason: ErrorReason.PROVIDER_UNREACHABLE })
  })
})

describe('a name that points elsewhere a moment later', () => {
  it('is checked by the very answer that the connection uses', () => {
    const { lookup } = playedLookup(['1.1.1.1'], ['127.0.0.1'], [])
    const seen: unknown[] = []
    const ask = () =>
      checkedLookup(lookup)('vendor.test', { all: true }, (error, found) => seen.push(error ? 'refused' : found))
    for (const _ of [1, 2, 3]) ask()
    expect(seen).toEqual([[{ address: '1.1.1.1', family: 4 }], 'refused', 'refused'])
  })
})
