import { describe, expect, it } from 'vitest'
import { RequestFeed } from '../../src/usage/request-feed.ts'
import { settled } from '../support/fake-clock.ts'
import { ledgerRow } from '../support/ledger-row.ts'

const EVERYTHING = { scope: {}, values: new Map(), labels: new Map() }

const { signal } = new AbortController()

describe('a watch', () => {
  it('has what is told from its beginning on, and passes its filter', async () => {
    const feed = new RequestFeed()
    feed.tell([ledgerRow({ tenant: 'acme', callId: 'before' })])
    const watch = feed.watch({ ...EVERYTHING, scope: { tenant: 'acme' } }, 'me')
    feed.tell([ledgerRow({ tenant: 'globex', callId: 'other' })])
    feed.tell([ledgerRow({ tenant: 'acme', callId: 'ours' })])
    const { requests, dropped } = await watch.take(signal)
    expect([requests.map(([row]) => row?.callId), dropped]).toEqual([['ours'], 0])
  })

  it('waits for the next request', async () => {
    const feed = new RequestFeed()
    const watch = feed.watch(EVERYTHING, 'me')
    const taking = watch.take(signal)
    await settled()
    feed.tell([ledgerRow({ callId: 'a' })])
    feed.tell([ledgerRow({ callId: 'b' })])
    expect((await taking).requests.map(([row]) => row?.callId)).toEqual(['a', 'b'])
  })

  it('holds a thousand requests for a slow reader, counts the rest, and goes on', async () => {
    const feed = new RequestFeed()
    const watch = feed.watch(EVERYTHING, 'me')
    for (let index = 0; index < 1250; index++) feed.tell([ledgerRow({ callId: String(index) })])
    const { requests, dropped } = await watch.take(signal)
    expect([requests.length, requests.at(-1)?.[0]?.callId, dropped]).toEqual([1000, '999', 250])
    feed.tell([ledgerRow({ callId: 'next' })])
    expect(await watch.take(signal)).toMatchObject({ requests: [[{ callId: 'next' }]], dropped: 0 })
  })

  it('ends with its signal, before and while it waits', async () => {
    const watch = new RequestFeed().watch(EVERYTHING, 'me')
    const leaving = new AbortController()
    const taking = watch.take(leaving.signal)
    leaving.abort(new Error('left'))
    await expect(taking).rejects.toThrow('left')
    await expect(watch.take(leaving.signal)).rejects.toThrow('left')
  })

  it('hears nothing once it is closed, and leaves its place to another of the same caller', () => {
    const feed = new RequestFeed()
    const watches = Array.from({ length: 20 }, () => feed.watch(EVERYTHING, 'me'))
    const overloaded = expect.objectContaining({ reasonName: 'OVERLOADED' })
    expect(() => feed.watch(EVERYTHING, 'me')).toThrow(overloaded)
    watches[0]?.close()
    feed.watch(EVERYTHING, 'me')
    for (let index = 20; index < 200; index++) feed.watch(EVERYTHING, `caller ${index}`)
    expect(() => feed.watch(EVERYTHING, 'another')).toThrow(overloaded)
  })

  it('ends when the service stops, after what still waits', async () => {
    const feed = new RequestFeed()
    const [busy, idle] = [feed.watch(EVERYTHING, 'me'), feed.watch(EVERYTHING, 'me')]
    const taking = idle.take(signal)
    feed.close()
    feed.tell([ledgerRow({ callId: 'late' })])
    const stopping = { reasonName: 'SHUTTING_DOWN' }
    expect((await taking).requests).toHaveLength(1)
    expect((await busy.take(signal)).requests).toHaveLength(1)
    await expect(busy.take(signal)).rejects.toMatchObject(stopping)
    expect(() => feed.watch(EVERYTHING, 'me')).toThrow(expect.objectContaining(stopping))
  })
})
