import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { operator } from '../../src/core/principal.ts'
import { Catalog } from '../../src/routing/catalog.ts'
import { entry, target } from '../support/pipeline-harness.ts'
import { selectable, selectorOver } from '../support/selector.ts'

/** Each with an alias, all of one tier and price, one of them hidden. */
const entries = ['a', 'b', 'c', 'd', 'e'].map((name) =>
  entry(name, [target(`provider-${name}`, name)], { aliases: [`${name}${name}`], hidden: name === 'e' }),
)
const names = entries.flatMap(({ name, aliases }) => [name, ...aliases])
const lists = fc.array(fc.uniqueArray(fc.constantFrom(...names, 'unknown'), { minLength: 1 }), { maxLength: 3 })

function callerWith(lists: readonly (readonly string[])[]) {
  return { ...operator('api_key', 'k'), allowedModels: lists.map((list) => new Set(list)) }
}

/** In the plainest words: every list names it, one way or the other. */
function isAllowed(name: string, lists: readonly (readonly string[])[]): boolean {
  const letter = name.slice(0, 1)
  return lists.every((list) => list.some((word) => word === letter || word === letter + letter))
}

describe('lists of models', () => {
  it('let a caller name what stands in all of them, by any of its names, and nothing else', () => {
    fc.assert(
      fc.property(lists, fc.constantFrom(...names), (given, model) => {
        const call = selectable({ options: { model } }, { principal: callerWith(given) })
        const select = () => [...selectorOver({ entries }).select(call).targets].map(({ name }) => name)
        if (isAllowed(model, given)) expect(select()).toEqual([model.slice(0, 1)])
        else expect(select).toThrow(expect.objectContaining({ reasonName: 'MODEL_NOT_ALLOWED' }))
      }),
    )
  })

  it('leave a call that names none only what stands in all of them, also as a stand-in', () => {
    fc.assert(
      fc.property(lists, fc.constantFrom(undefined, 'a', 'c'), (given, defaultModel) => {
        const call = selectable({}, { principal: callerWith(given) })
        const left = ['a', 'b', 'c', 'd'].filter((name) => isAllowed(name, given))
        const select = () => [...selectorOver({ entries, defaultModel }).select(call).targets].map(({ name }) => name)
        if (left.length === 0) expect(select).toThrow(expect.objectContaining({ reasonName: 'MODEL_NOT_FOUND' }))
        else {
          expect(left).toEqual(expect.arrayContaining(select()))
          expect(select()).toHaveLength(Math.min(left.length, 3))
        }
      }),
    )
  })

  it('show a caller what it may call, within what everyone may', () => {
    fc.assert(
      fc.property(lists, fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd')), (given, allowed) => {
        const catalog = new Catalog({ entries, allowed, defaultModel: undefined })
        const seen = catalog.list(callerWith(given).allowedModels).map(({ name }) => name)
        const offered = ['a', 'b', 'c', 'd'].filter((name) => allowed.length === 0 || allowed.includes(name))
        expect(seen).toEqual(offered.filter((name) => isAllowed(name, given)))
      }),
    )
  })

  it('tell nothing of why a model cannot be called that stands in none', () => {
    const unavailable = { gone: 'Its deployment is not configured.' }
    const catalog = new Catalog({ entries, allowed: [], defaultModel: undefined, unavailable })
    expect(() => catalog.get('gone', [new Set(['a'])])).toThrow(
      expect.objectContaining({ reasonName: 'MODEL_NOT_ALLOWED' }),
    )
    expect(() => catalog.get('gone', [new Set(['gone'])])).toThrow('deployment')
  })
})
