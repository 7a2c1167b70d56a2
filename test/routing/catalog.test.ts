import type { MessageInitShape } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { Complexity, type GenerationOptionsSchema } from '#gen/switchyard/v1/generation_options_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { Catalog, type CatalogOptions } from '../../src/routing/catalog.ts'
import { catalogEntries, hiddenEntries } from '../../src/routing/entries.ts'
import { entry, target } from '../support/pipeline-harness.ts'
import { KnownTargets, selectable, selectorOver } from '../support/selector.ts'

const entries = [
  entry('small', [target('a', 'small')], { tier: Tier.FAST, aliases: ['mini'], bestFor: ['chat'] }),
  entry('large', [target('b', 'large')], { tier: Tier.PREMIUM, bestFor: ['coding'] }),
  entry('other', [target('b', 'other')], { tier: Tier.FAST }),
  entry('secret', [target('a', 'secret')], { hidden: true }),
]

function catalog(change: Partial<CatalogOptions> = {}): Catalog {
  return new Catalog({ entries, allowed: [], defaultModel: undefined, ...change })
}

function chosen(options: MessageInitShape<typeof GenerationOptionsSchema>, from = catalog()): string | undefined {
  const [first] = selectorOver({ entries }, { catalog: from }).select(selectable({ options })).targets
  return first?.name
}

describe('naming a model', () => {
  it('finds it by name and by alias', () => {
    expect(chosen({ model: 'large' })).toBe('large')
    expect(chosen({ model: 'mini' })).toBe('small')
  })

  it('refuses an unknown one with the name it looked for', () => {
    expect(() => chosen({ model: 'lrage' })).toThrow(
      expect.objectContaining({ reason: ErrorReason.MODEL_NOT_FOUND, metadata: { model: 'lrage' } }),
    )
  })

  it('is not fooled by names of built-in properties', () => {
    for (const model of ['__proto__', 'constructor', 'toString']) {
      expect(() => chosen({ model })).toThrow(expect.objectContaining({ reason: ErrorReason.MODEL_NOT_FOUND }))
    }
  })

  it('tells why one cannot be called that is known, unless it is not allowed anyway', () => {
    const unavailable = { gone: 'It has no deployment: set SOME_VARIABLE.', large: 'Never told.' }
    expect(() => chosen({ model: 'gone' }, catalog({ unavailable }))).toThrow(
      expect.objectContaining({
        reason: ErrorReason.UPSTREAM_PRECONDITION,
        message: unavailable.gone,
        metadata: { model: 'gone' },
      }),
    )
    expect(() => chosen({ model: 'gone' }, catalog({ unavailable, allowed: ['small'] }))).toThrow(
      expect.objectContaining({ reason: ErrorReason.MODEL_NOT_ALLOWED }),
    )
    expect(chosen({ model: 'large' }, catalog({ unavailable }))).toBe('large')
  })

  it('refuses one that is not allowed, and allows an alias of one that is', () => {
    const limited = catalog({ allowed: ['small'] })
    expect(chosen({ model: 'mini' }, limited)).toBe('small')
    expect(() => chosen({ model: 'large' }, limited)).toThrow(
      expect.objectContaining({ reason: ErrorReason.MODEL_NOT_ALLOWED }),
    )
  })
})

describe('leaving the choice', () => {
  it('takes the default, else the first configured', () => {
    expect(chosen({})).toBe('small')
    expect(chosen({}, catalog({ defaultModel: 'large' }))).toBe('large')
  })

  it.each([
    ['tier', { tier: Tier.PREMIUM }, 'large'],
    ['complexity', { complexity: Complexity.HIGH }, 'large'],
    ['task type', { taskType: 'coding' }, 'large'],
    ['preferred provider', { preferredProviders: ['nobody', 'b'] }, 'large'],
    ['tier, then provider', { tier: Tier.FAST, preferredProviders: ['b'] }, 'other'],
  ])('narrows by %s', (_wish, options, expected) => {
    expect(chosen(options)).toBe(expected)
  })

  it('drops a wish that nothing fits rather than the call', () => {
    expect(chosen({ taskType: 'poetry' })).toBe('small')
  })

  it('keeps the default among those that fit', () => {
    expect(chosen({ tier: Tier.FAST }, catalog({ defaultModel: 'other' }))).toBe('other')
  })

  it('never chooses what is hidden or not allowed', () => {
    expect(chosen({}, catalog({ allowed: ['other', 'secret'] }))).toBe('other')
  })

  it('says why', () => {
    const { selection } = selectorOver({ entries }).select(selectable({ options: { tier: Tier.PREMIUM } }))
    expect(selection.reason).toBe('No model was named; this one fits the wanted tier.')
  })
})

describe('the entries of a configuration', () => {
  const model = { upstreamName: 'up', aliases: [], tier: Tier.FAST, bestFor: [], capabilities: undefined }
  const providers = [
    { name: 'a', endpoints: [{ name: 'a' }], models: [{ ...model, name: 'm' }] },
    { name: 'b', endpoints: [{ name: 'b' }], models: [{ ...model, name: 'm', upstreamName: 'b-up' }] },
  ]

  it('lead a route to its targets in order, by the providers’ own names', () => {
    const routes = [
      {
        name: 'm',
        targets: [
          { provider: 'b', model: 'm' },
          { provider: 'a', model: 'm' },
        ],
      },
    ]
    const [route, ...rest] = catalogEntries(providers, routes)
    expect(rest).toEqual([])
    expect(route?.targets.map(({ provider, model }) => `${provider}/${model}`)).toEqual(['b/b-up', 'a/up'])
    expect(route?.isRoute).toBe(true)
  })

  it('know the windows of their targets: the configured ones, else what is known otherwise', () => {
    const capabilities = { contextWindow: 8192n, maxOutputTokens: 0n, streaming: true }
    const limited = {
      ...model,
      capabilities: { $typeName: 'switchyard.v1.ModelCapabilities' as const, ...capabilities },
    }
    const offered = [
      {
        name: 'a',
        endpoints: [{ name: 'a/x' }, { name: 'a/y' }],
        models: [{ ...limited, name: 'm', upstreamName: 'm' }],
      },
      { name: 'b', endpoints: [{ name: 'b' }], models: [{ ...model, name: 'n', upstreamName: 'n' }] },
    ]
    const both = [
      { provider: 'a', model: 'm' },
      { provider: 'b', model: 'n' },
    ]
    const knowledge = new KnownTargets()
    knowledge.window(target('a/x', 'm'), 1024n)
    knowledge.window(target('b', 'n'), 4096n)
    const selector = selectorOver({ entries: catalogEntries(offered, [{ name: 'm', targets: both }]) }, { knowledge })
    const targets = [...selector.select(selectable({ options: { model: 'm' } })).targets]
    expect(targets.map((one) => [one.provider, selector.contextWindowOf(one)])).toEqual([
      ['a/x', 8192],
      ['a/y', 8192],
      ['b', 4096],
    ])
    expect(selector.contextWindowOf(target('c'))).toBeUndefined()
  })

  it('list all but the hidden ones, ordered by name', () => {
    const all = [...catalogEntries(providers.slice(0, 1), []), ...hiddenEntries('a', ['x'])]
    expect(
      catalog({ entries: [...all, ...entries] })
        .list()
        .map(({ name }) => name),
    ).toEqual(['large', 'm', 'other', 'small'])
  })
})
