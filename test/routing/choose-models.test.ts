import type { MessageInitShape } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import type { Target } from '../../src/core/call.ts'
import type { CatalogEntry } from '../../src/routing/catalog.ts'
import { NO_POLICY, selectionPolicy } from '../../src/routing/selection-policy.ts'
import type { SelectorOptions } from '../../src/routing/selector.ts'
import { entry, target } from '../support/pipeline-harness.ts'
import { KnownTargets, selectable, selectorOver } from '../support/selector.ts'

type Request = MessageInitShape<typeof GenerateChatRequestSchema>

function able(name: string, change: Partial<CatalogEntry['capabilities']> = {}): CatalogEntry {
  const capabilities = { contextWindow: 0n, maxOutputTokens: 0n, streaming: true, ...change }
  return entry(name, [target(name, name)], {
    capabilities: { $typeName: 'switchyard.v1.ModelCapabilities', ...capabilities },
  })
}

/** The names of the targets in the order in which they are tried, with the selection. */
function choose(
  entries: readonly CatalogEntry[],
  request: Request = {},
  change: Partial<SelectorOptions> & { defaultModel?: string } = {},
) {
  const { defaultModel, ...options } = change
  const { targets, selection } = selectorOver({ entries, defaultModel }, options).select(selectable(request))
  return { names: Array.from(targets, ({ name }) => name), selection }
}

function firstName([target]: Iterable<Target>): string | undefined {
  return target?.name
}

const picture: Request = {
  messages: [
    {
      role: Role.USER,
      parts: [{ content: { case: 'image', value: { source: { case: 'url', value: 'https://a.example/x.png' } } } }],
    },
  ],
}

function long(maxOutputTokens?: bigint): Request {
  const parts = [{ content: { case: 'text' as const, value: 'x'.repeat(4000) } }]
  return { messages: [{ role: Role.USER, parts }], options: maxOutputTokens === undefined ? {} : { maxOutputTokens } }
}

describe('what a request needs', () => {
  it.each<[string, Request, CatalogEntry]>([
    ['tools', { tools: [{ name: 't' }] }, able('first', { tools: false })],
    ['pictures', picture, able('first', { vision: false })],
    [
      'a JSON schema',
      { responseFormat: { format: { case: 'jsonSchema', value: { name: 's', schema: '{}' } } } },
      able('first', { jsonSchema: false }),
    ],
  ])('passes over a model that cannot do it: %s', (_, request, unable) => {
    const entries = [unable, able('second', { tools: true, vision: true, jsonSchema: true }), able('third')]
    expect(choose(entries, request).names).toEqual(['second', 'third'])
    expect(choose(entries).names[0]).toBe('first')
  })

  it('passes over a model whose window is too small for the input and the wanted output', () => {
    const knowledge = new KnownTargets()
    knowledge.window(target('first', 'first'), 1024n)
    const entries = [able('first'), able('second')]
    expect(choose(entries, long(), { knowledge }).names).toEqual(['first', 'second'])
    expect(choose(entries, long(100n), { knowledge }).names).toEqual(['second'])
  })

  it('leaves it to the vendor when no model is known to fit', () => {
    const { names, selection } = choose([able('first', { vision: false }), able('second', { vision: false })], picture)
    expect(names).toEqual(['first', 'second'])
    expect(selection.reason).toMatch(/none is known to fit/)
  })
})

describe('of models that can serve', () => {
  const entries = ['first', 'second', 'third'].map((name) => able(name))

  it('the default comes first, also one that is not listed', () => {
    expect(choose(entries, {}, { defaultModel: 'second' })).toMatchObject({
      names: ['second', 'first', 'third'],
      selection: { reason: 'No model was named; this is the default.' },
    })
    const hidden = { ...able('hidden'), hidden: true }
    expect(choose([...entries, hidden], {}, { defaultModel: 'hidden' }).names[0]).toBe('hidden')
    expect(choose([...entries, hidden]).names).not.toContain('hidden')
  })

  it('the cheaper comes before the dearer, the quicker before the slower', () => {
    const knowledge = new KnownTargets()
    knowledge.price(target('first', 'first'), 30)
    knowledge.price(target('third', 'third'), 0.1)
    expect(choose(entries, {}, { knowledge }).names).toEqual(['third', 'second', 'first'])
    const observed = new KnownTargets()
    observed.see(target('first', 'first'), { averageLatencyMs: 30_000 })
    observed.see(target('third', 'third'), { averageLatencyMs: 100 })
    expect(choose(entries, {}, { knowledge: observed }).names).toEqual(['third', 'second', 'first'])
  })

  it('one that fails comes after those that do not', () => {
    const knowledge = new KnownTargets()
    knowledge.see(target('first', 'first'), { errorRate: 0.5, lastEndTime: Number.MAX_SAFE_INTEGER })
    expect(choose(entries, {}, { knowledge, defaultModel: 'first' }).names).toEqual(['second', 'third', 'first'])
  })

  it('one that is left alone comes last, and is tried when all are', () => {
    const knowledge = new KnownTargets()
    knowledge.open(target('first', 'first'))
    expect(choose(entries, {}, { knowledge }).names).toEqual(['second', 'third', 'first'])
    knowledge.open(target('second', 'second'), target('third', 'third'))
    expect(choose(entries, {}, { knowledge }).names).toEqual(['first', 'second', 'third'])
  })

  it('the best are found however many before them are left alone', () => {
    const many = Array.from({ length: 40 }, (_, index) => able(`m${index}`))
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(39)), (closed) => {
        const knowledge = new KnownTargets()
        knowledge.open(...closed.map((index) => target(`m${index}`, `m${index}`)))
        const names = many.map(({ name }) => name)
        const isClosed = (name: string) => closed.includes(Number(name.slice(1)))
        const expected = [...names.filter((name) => !isClosed(name)), ...names.filter(isClosed)].slice(0, 3)
        expect(choose(many, {}, { knowledge }).names).toEqual(expected)
      }),
    )
  })

  it('at most three are tried, and a target that two of them lead to once', () => {
    expect(choose([...entries, able('fourth')]).names).toHaveLength(3)
    const route = entry('route', [target('second', 'second'), target('first', 'first')])
    expect(choose([route, ...entries]).names).toEqual(['second', 'first'])
  })

  it('a call without any model to choose from is told so', () => {
    expect(() => choose([])).toThrow(expect.objectContaining({ reason: ErrorReason.MODEL_NOT_FOUND }))
  })
})

describe('a policy', () => {
  const entries = [
    entry('quick', [target('a', 'quick')], { tier: Tier.FAST }),
    entry('good', [target('b', 'good')], { tier: Tier.PREMIUM, bestFor: ['reasoning'] }),
  ]
  const unset = { tier: Tier.UNSPECIFIED, taskType: '', preferredProviders: [], weights: {} }

  it('differs for texts and conversations', () => {
    const policies = { text: selectionPolicy({ ...unset, tier: Tier.PREMIUM }), chat: NO_POLICY }
    const selector = selectorOver({ entries }, { policies })
    expect(firstName(selector.select(selectable({}, { operation: 'text' })).targets)).toBe('good')
    expect(firstName(selector.select(selectable({}, { operation: 'chat' })).targets)).toBe('quick')
  })

  it.each([
    ['task type', { taskType: 'reasoning' }],
    ['preferred providers', { preferredProviders: ['b'] }],
    ['tier', { tier: Tier.PREMIUM }],
  ])('says the %s for calls that do not, and never against them', (_, preference) => {
    const policies = { text: NO_POLICY, chat: selectionPolicy({ ...unset, ...preference }) }
    expect(choose(entries, {}, { policies }).names[0]).toBe('good')
    const own = { options: { tier: Tier.FAST, taskType: 'small_talk', preferredProviders: ['a'] } }
    expect(choose(entries, own, { policies }).names[0]).toBe('quick')
  })

  it('can put the price above the default', () => {
    const knowledge = new KnownTargets()
    knowledge.price(target('a', 'quick'), 0.1)
    knowledge.price(target('b', 'good'), 10)
    const policies = { text: NO_POLICY, chat: selectionPolicy({ ...unset, weights: { price: 100 } }) }
    expect(choose(entries, {}, { knowledge, defaultModel: 'good' }).names[0]).toBe('good')
    expect(choose(entries, {}, { knowledge, defaultModel: 'good', policies }).names[0]).toBe('quick')
  })
})

describe('a caller who', () => {
  const entries = [able('first', { tools: false }), able('second'), able('third')]

  it('asks is told of every model, the best first, and why one was passed over', () => {
    const knowledge = new KnownTargets()
    knowledge.open(target('second', 'second'))
    const request = { tools: [{ name: 't' }], options: { explainSelection: true } }
    const { candidates, score } = choose(entries, request, { knowledge }).selection
    expect(candidates.map(({ model, excluded }) => [model, excluded])).toEqual([
      ['third', ''],
      ['first', 'It cannot call tools.'],
      ['second', 'It has been failing and is left alone for a while.'],
    ])
    expect(candidates[0]).toMatchObject({ provider: 'third', score, parts: { reliability: 32, latency: 1, price: 2 } })
  })

  it('does not ask is told the score alone', () => {
    const { selection } = choose(entries)
    expect(selection).toMatchObject({ candidates: [], score: 36 })
  })
})
