import { describe, expect, it } from 'vitest'
import { chanceOf, hashOf } from '../../src/routing/key-hash.ts'

describe('the hash of a key', () => {
  it('stays the same in every release, or every session would move', () => {
    expect(['', 'a', 'session-1', 'größe'].map(hashOf)).toEqual([-1421968373, 444641715, 599268235, -1756578209])
    expect(chanceOf(hashOf('session-1'), hashOf('openai\ngpt-5'))).toBe(0.9414693176513538)
  })

  it('is a chance above 0 and below 1, whatever is hashed', () => {
    for (let key = -1000; key < 1000; key++) {
      const chance = chanceOf(key, 7)
      expect(chance > 0 && chance < 1).toBe(true)
    }
  })
})
