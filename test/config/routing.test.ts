import { describe, expect, it } from 'vitest'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { faultsOf, load } from './load-config.ts'

const PROVIDERS = 'providers: [{name: p, adapter: mock, models: [a]}, {name: q, adapter: mock, models: [b]}]'

/** The first route of a file, its fields written after its name. */
function route(fields: string) {
  return load(`${PROVIDERS}\nroutes: [{name: r, ${fields}}]`).routes[0]
}

const PLAIN = 'targets: [{provider: p, model: a}, {provider: q, model: b}]'

describe('a route in the file', () => {
  it('is ordered as long as it says nothing else', () => {
    expect(route(PLAIN)).toEqual({
      name: 'r',
      balance: 'ordered',
      stickyKey: 'session_id',
      contentFilterFallback: false,
      targets: [
        { provider: 'p', model: 'a', weight: 1, priority: 0 },
        { provider: 'q', model: 'b', weight: 1, priority: 0 },
      ],
    })
  })

  it.each([
    ['a weight', 'targets: [{provider: p, model: a, weight: 3}, {provider: q, model: b}]', 'weighted'],
    ['a priority', 'targets: [{provider: p, model: a}, {provider: q, model: b, priority: 1}]', 'weighted'],
    ['another word', `balance: least_busy, ${PLAIN}`, 'least_busy'],
    ['its own word', 'balance: ordered, targets: [{provider: p, model: a, priority: 1}]', 'ordered'],
  ])('is balanced otherwise by %s', (_, fields, balance) => {
    expect(route(fields)?.balance).toBe(balance)
  })

  it('may keep calls together by a label, and pass a content filter by', () => {
    expect(route(`balance: sticky, sticky_key: customer, content_filter_fallback: true, ${PLAIN}`)).toMatchObject({
      balance: 'sticky',
      stickyKey: 'customer',
      contentFilterFallback: true,
    })
  })

  it('keeps weights and priorities when the mock is forced', () => {
    const targets = 'targets: [{provider: p, model: a, weight: 3}, {provider: q, model: b, priority: 1}]'
    const { routes } = load(`${PROVIDERS}\nroutes: [{name: r, ${targets}}]`, { LLM_FORCE_MOCK: '1' })
    expect(routes[0]).toMatchObject({
      balance: 'weighted',
      targets: [
        { provider: 'mock', model: 'a', weight: 3 },
        { provider: 'mock', model: 'b', priority: 1 },
      ],
    })
  })

  it.each<[string, string, string, RegExp]>([
    [
      'an unknown balance',
      `balance: fair, ${PLAIN}`,
      'routes[0].balance',
      /must be one of ordered, weighted, least_busy/,
    ],
    ['a weight below 0', 'targets: [{provider: p, model: a, weight: -1}]', 'routes[0].targets[0].weight', /equal to 0/],
    ['half a weight', 'targets: [{provider: p, model: a, weight: 0.5}]', 'routes[0].targets[0].weight', /whole number/],
    [
      'a priority out of bounds',
      'targets: [{provider: p, model: a, priority: 10001}]',
      'routes[0].targets[0].priority',
      /10000/,
    ],
    [
      'a key that no label has',
      `balance: sticky, sticky_key: A B, ${PLAIN}`,
      'routes[0].sticky_key',
      /name of a label/,
    ],
    ['a key without sticky', `sticky_key: customer, ${PLAIN}`, 'routes[0].sticky_key', /only with `balance: sticky`/],
    [
      'a weight in order',
      'balance: ordered, targets: [{provider: p, model: a}, {provider: q, model: b, weight: 2}]',
      'routes[0].targets[1].weight',
      /no meaning with `balance: ordered`/,
    ],
  ])('is refused with its place for %s', (_, fields, path, message) => {
    const [fault] = faultsOf(() => load(`${PROVIDERS}\nroutes: [{name: r, ${fields}}]`))
    expect(fault).toMatchObject({ path, line: 2, message: expect.stringMatching(message) })
  })
})

describe('the selection in the file', () => {
  it('is a policy for texts and one for conversations, and nothing when it says nothing', () => {
    const text = `${PROVIDERS}\nselection: {text: {tier: premium, task_type: reasoning, preferred_providers: [q], weights: {price: 2.5}}}`
    expect(load(text).selection).toEqual({
      text: { tier: Tier.PREMIUM, taskType: 'reasoning', preferredProviders: ['q'], weights: { price: 2.5 } },
      chat: { tier: Tier.UNSPECIFIED, taskType: '', preferredProviders: [], weights: {} },
    })
  })

  it('may take a weight away', () => {
    const weights = load(`${PROVIDERS}\nselection: {chat: {weights: {default_model: 0}}}`).selection.chat.weights
    expect(weights).toEqual({ default_model: 0 })
  })

  it('may name a provider that a switch has put another in the place of', () => {
    const text =
      'providers: [{name: openai, adapter: openai, models: [a]}]\nselection: {chat: {preferred_providers: [openai]}}'
    expect(load(text, { LLM_FORCE_MOCK: '1' }).selection.chat.preferredProviders).toEqual(['openai'])
  })

  it.each<[string, string, string, RegExp]>([
    [
      'a provider that there is not',
      'chat: {preferred_providers: [p, qq]}',
      'chat.preferred_providers[1]',
      /is called `qq`/,
    ],
    ['a weight below 0', 'text: {weights: {price: -1}}', 'text.weights.price', /equal to 0/],
    ['a weight of another name', 'text: {weights: {prize: 1}}', 'text.weights.prize', /did you mean `price`/],
    ['a task type in capitals', 'text: {task_type: Coding}', 'text.task_type', /only lower-case letters/],
  ])('is refused with its place for %s', (_, fields, path, message) => {
    const [fault] = faultsOf(() => load(`${PROVIDERS}\nselection: {${fields}}`))
    expect(fault).toMatchObject({ path: `selection.${path}`, line: 2, message: expect.stringMatching(message) })
  })
})
