import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newVirtualKey, virtualKeyDigest, virtualKeyId } from '../../src/access/virtual-key.ts'
import { Secret } from '../../src/core/secret.ts'

const pepper = new Secret('p'.repeat(32))

describe('a virtual key', () => {
  it('carries its id and is found by it', () => {
    const { id, text } = newVirtualKey()
    expect(virtualKeyId(text.reveal())).toBe(id)
  })

  it('is another one each time', () => {
    const texts = Array.from({ length: 1000 }, () => newVirtualKey().text.reveal())
    expect(new Set(texts).size).toBe(1000)
  })

  it('is told from one with any single character changed, dropped or added', () => {
    const text = newVirtualKey().text.reveal()
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'0123456789abcdef_sy'), (place, character) => {
        const changed = text.slice(0, place) + character + text.slice(place + 1)
        if (changed !== text) expect(virtualKeyId(changed)).toBeUndefined()
        expect(virtualKeyId(text.slice(0, place) + text.slice(place + 1))).toBeUndefined()
        expect(virtualKeyId(text.slice(0, place) + character + text.slice(place))).toBeUndefined()
      }),
    )
  })

  it('is not to be had from any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(virtualKeyId(text)).toBeUndefined()))
  })

  it('does not show its text however it is printed', () => {
    const key = newVirtualKey()
    expect(JSON.stringify(key)).not.toContain('sy_')
    expect(`${key.text}`).not.toContain('sy_')
  })

  it('is kept as a digest that changes with the key and with the pepper', () => {
    const [one, other] = [newVirtualKey().text.reveal(), newVirtualKey().text.reveal()]
    expect(virtualKeyDigest(one, pepper)).toEqual(virtualKeyDigest(one, pepper))
    expect(virtualKeyDigest(one, pepper)).not.toEqual(virtualKeyDigest(other, pepper))
    expect(virtualKeyDigest(one, pepper)).not.toEqual(virtualKeyDigest(one, new Secret('q'.repeat(32))))
  })
})
