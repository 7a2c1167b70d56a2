import { describe, expect, it } from 'vitest'
import { told } from '../../../src/providers/wire/model-name.ts'

const size = (name: string) => ({ big: 2, small: 1 })[name]

describe('what a name tells of a model', () => {
  it('is what the provider’s own name tells', () => {
    expect(told({ provider: 'p', name: 'small', model: 'big' }, size)).toBe(2)
  })

  it('is what the configured name tells, where the provider’s own is that of a deployment', () => {
    expect(told({ provider: 'p', name: 'small', model: 'our-deployment' }, size)).toBe(1)
  })

  it('may be nothing', () => {
    expect(told({ provider: 'p', name: 'ours', model: 'our-deployment' }, size)).toBeUndefined()
  })
})
