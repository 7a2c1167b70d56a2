import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { passingVault, SealError, type SealedSecret, Vault } from '../../src/secrets/vault.ts'

const [oldKey, newKey] = ['old', 'new'].map((name) => new Secret(`${name}-secret-of-the-service-000000000`)) as [
  Secret,
  Secret,
]

const text = fc.string({ unit: 'binary', maxLength: 200 }).filter((value) => !value.includes('\uFFFD'))

describe('a sealed secret', () => {
  it('opens to what it was, for what it is bound to', () => {
    const vault = passingVault()
    fc.assert(
      fc.property(text, text, (secret, binding) => {
        const wellFormed = Buffer.from(secret).toString()
        expect(vault.open(vault.seal(new Secret(secret), binding), binding).reveal()).toBe(wellFormed)
      }),
    )
  })

  it('does not open when any bit of it is another one', () => {
    const vault = passingVault()
    const sealed = vault.seal(new Secret('a key of a vendor'), 'row')
    const fields = ['wrappedKey', 'box'] as const
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.nat(), (field, bit) => {
        const bytes = Buffer.from(sealed[field], 'base64url')
        const at = bit % (bytes.length * 8)
        bytes[at >> 3] = (bytes[at >> 3] as number) ^ (1 << (at & 7))
        expect(() => vault.open({ ...sealed, [field]: bytes.toString('base64url') }, 'row')).toThrow(SealError)
      }),
      { numRuns: 1000 },
    )
  })

  it('does not open in another row, nor with parts of another record', () => {
    const vault = passingVault()
    const [one, other] = ['one', 'other'].map((row) => vault.seal(new Secret(row), row)) as [SealedSecret, SealedSecret]
    expect(() => vault.open(one, 'other')).toThrow('belongs to another record')
    expect(() => vault.open({ ...one, box: other.box }, 'one')).toThrow(SealError)
    expect(() => vault.open({ ...one, wrappedKey: other.wrappedKey }, 'one')).toThrow(SealError)
    expect(() => vault.open({ ...one, box: `${one.box}A` }, 'one')).toThrow(SealError)
    expect(() => vault.open({ ...one, box: '' }, 'one')).toThrow(SealError)
  })

  it('is another one each time, and shows nothing of the secret or the key', () => {
    const vault = new Vault(newKey)
    const sealed = [1, 2].map(() => vault.seal(new Secret('canary-5519'), 'row'))
    expect(new Set(sealed.flatMap(({ wrappedKey, box }) => [wrappedKey, box])).size).toBe(4)
    const shown = JSON.stringify(sealed) + inspect(vault, { depth: 9, showHidden: true }) + JSON.stringify(vault)
    expect(shown).not.toMatch(/canary|secret-of-the-service/)
    expect(shown).not.toContain(Buffer.from('canary-5519').toString('base64url'))
  })
})

describe('a secret key that was replaced', () => {
  const sealed = new Vault(oldKey).seal(new Secret('kept'), 'row')

  it('still opens what it sealed while both can be read, and not afterwards', () => {
    expect(new Vault(newKey, [oldKey]).open(sealed, 'row').reveal()).toBe('kept')
    expect(() => new Vault(newKey).open(sealed, 'row')).toThrow('another secret key')
  })

  it('is not needed any more for what was wrapped anew', () => {
    const both = new Vault(newKey, [oldKey])
    expect(both.isOutdated(sealed)).toBe(true)
    const rewrapped = both.rewrap(sealed, 'row')
    expect(both.isOutdated(rewrapped)).toBe(false)
    expect(new Vault(newKey).open(rewrapped, 'row').reveal()).toBe('kept')
    expect(() => new Vault(oldKey).open(rewrapped, 'row')).toThrow(SealError)
    expect(() => both.rewrap(sealed, 'another row')).toThrow(SealError)
  })
})
