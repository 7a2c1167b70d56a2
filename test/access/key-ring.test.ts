import { beforeEach, describe, expect, it } from 'vitest'
import { type KeyRecord, KeyRing } from '../../src/access/key-ring.ts'
import { newVirtualKey, virtualKeyDigest } from '../../src/access/virtual-key.ts'
import { operator } from '../../src/core/principal.ts'
import { Secret } from '../../src/core/secret.ts'
import { FakeClock } from '../support/fake-clock.ts'

const pepper = new Secret('p'.repeat(32))
const clock = new FakeClock()
const { id, text } = newVirtualKey()
const key = text.reveal()
const principal = operator('api_key', `keys/${id}`)
const record: KeyRecord = {
  id,
  principal,
  digest: virtualKeyDigest(key, pepper),
  previous: undefined,
  expireTime: undefined,
  refusal: undefined,
}

let ring = new KeyRing([pepper], clock)

beforeEach(() => {
  ring = new KeyRing([pepper], clock)
  ring.put(record)
})

describe('a ring of keys', () => {
  it('knows who holds a key', () => {
    expect(ring.judge(key)).toEqual({ principal })
  })

  it('knows keys that were digested before the service’s secret was replaced, as long as that is told', () => {
    const replaced = new Secret('r'.repeat(32))
    const both = new KeyRing([replaced, pepper], clock)
    both.put(record)
    expect(both.judge(key)).toEqual({ principal })
    const alone = new KeyRing([replaced], clock)
    alone.put(record)
    expect(alone.judge(key)).toHaveProperty('refusal')
  })

  it('refuses the digest of a key in its place', () => {
    expect(ring.judge(record.digest.toString('hex'))).toHaveProperty('refusal')
  })

  it('says the same of a key that was never made as of one with the right id and the wrong secret', () => {
    const forged = newVirtualKey().text.reveal()
    const stranger = new KeyRing([pepper], clock)
    stranger.put({ ...record, digest: virtualKeyDigest(forged, pepper) })
    expect(stranger.judge(key)).toEqual(ring.judge(forged))
  })

  it('tells a mistyped key from an unknown one', () => {
    expect(ring.judge(`${key.slice(0, -1)}x`)).toEqual({ refusal: expect.stringContaining('mistyped') })
  })

  it('refuses a key from the moment that it expires', async () => {
    ring.put({ ...record, expireTime: clock.now() + 1000 })
    expect(ring.judge(key)).toEqual({ principal })
    await clock.advance(1000)
    expect(ring.judge(key)).toEqual({ refusal: expect.stringContaining('expired') })
  })

  it('takes the key of before a rotation for as long as that was granted', async () => {
    const next = newVirtualKey()
    const digest = virtualKeyDigest(next.text.reveal(), pepper)
    ring.put({ ...record, digest, previous: { digest: record.digest, expireTime: clock.now() + 1000 } })
    expect(ring.judge(key)).toEqual({ principal })
    await clock.advance(1000)
    expect(ring.judge(key)).toEqual({ refusal: 'The API key is not valid.' })
  })

  it('refuses a revoked key at once, with the reason', () => {
    ring.put({ ...record, refusal: 'It was revoked.' })
    expect(ring.judge(key)).toEqual({ refusal: 'It was revoked.' })
  })

  it('forgets keys that are no longer there', () => {
    ring.replace([])
    expect(ring.judge(key)).toHaveProperty('refusal')
    expect(ring.size).toBe(0)
  })
})
