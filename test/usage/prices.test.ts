import { describe, expect, it } from 'vitest'
import type { Usage } from '#gen/switchyard/v1/usage_pb.js'
import { parseDecimal } from '../../src/core/money.ts'
import type { ConfiguredPrice, PricedProvider } from '../../src/usage/price-book.ts'
import { createPrices, type Prices } from '../../src/usage/prices.ts'
import { usageWith } from '../support/usage.ts'

const AT = Date.parse('2026-11-21T12:00:00Z')

const configuredPrice: ConfiguredPrice = {
  inputNanos: parseDecimal('1.5'),
  outputNanos: parseDecimal('6'),
  cacheReadInputNanos: parseDecimal('0.15'),
  cacheWriteInputNanos: parseDecimal('1.5'),
}

const providers: readonly PricedProvider[] = [
  compatible('local', 'http://127.0.0.1:8000/v1'),
  compatible('openrouter', 'https://openrouter.ai/api/v1'),
  compatible('google', 'https://generativelanguage.googleapis.com/v1beta/openai'),
  compatible('anthropic', 'https://api.anthropic.com/v1'),
  compatible('azure', 'https://resource.openai.azure.com/openai/v1'),
  compatible('deepseek', 'https://api.deepseek.com/v1'),
  {
    name: 'openai',
    vendor: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    models: [
      { name: 'gpt-5-mini', price: undefined },
      { name: 'ours', price: configuredPrice },
    ],
  },
  { name: 'mock', vendor: 'mock', baseUrl: '', models: [{ name: 'mock-fast', price: undefined }] },
]

function compatible(name: string, baseUrl: string): PricedProvider {
  return { name, vendor: undefined, baseUrl, models: [{ name: 'any', price: undefined }] }
}

const prices = await createPrices(providers)
const usual = usageWith({ input: 10_000, cacheRead: 6_000, output: 1_000 })

interface Try {
  readonly usage?: Usage | undefined
  readonly reported?: string
  readonly name?: string
  readonly at?: number
  readonly from?: Prices
}

function costOf(provider: string, model: string, options: Try = {}) {
  const target = { provider, name: options.name ?? model, model }
  const usage = 'usage' in options ? options.usage : usual
  const attempt = { target, usage, reportedModel: options.reported, startTime: options.at ?? AT }
  const cost = (options.from ?? prices).costOf(attempt)
  return { nanos: cost.total?.amountNanos, estimated: cost.estimated }
}

describe('a cost', () => {
  it('follows the list price of the model, cached tokens at theirs', () => {
    expect(costOf('openai', 'gpt-5-mini')).toEqual({ nanos: parseDecimal('0.00315'), estimated: false })
  })

  it('follows the model that the provider says answered, dated or not', () => {
    expect(costOf('azure', 'our-deployment', { reported: 'gpt-5-mini-2025-08-07' })).toEqual({
      nanos: parseDecimal('0.00315'),
      estimated: false,
    })
    expect(costOf('openai', 'gpt-5-mini', { reported: 'gpt-5-mini-2031-01-01' })).toEqual({
      nanos: parseDecimal('0.00315'),
      estimated: false,
    })
  })

  it('is an estimate by the configured name of a deployment, when the provider names no model that has a price', () => {
    expect(costOf('azure', 'our-deployment', { name: 'gpt-5-mini' })).toEqual({
      nanos: parseDecimal('0.00315'),
      estimated: true,
    })
    expect(costOf('azure', 'our-deployment')).toEqual({ nanos: 0n, estimated: true })
  })

  it('is an estimate when the provider names a model that has no price, and the requested one has', () => {
    expect(costOf('openai', 'gpt-5-mini', { reported: 'gpt-99' })).toEqual({
      nanos: parseDecimal('0.00315'),
      estimated: true,
    })
  })

  it('takes the higher tier for a long prompt', () => {
    const long = usageWith({ input: 250_000, output: 1_000 })
    expect(costOf('google', 'gemini-2.5-pro', { usage: long }).nanos).toBe(parseDecimal('0.64'))
    const short = usageWith({ input: 200_000, output: 1_000 })
    expect(costOf('google', 'gemini-2.5-pro', { usage: short }).nanos).toBe(parseDecimal('0.26'))
  })

  it('counts tokens written to the cache at their price', () => {
    const usage = usageWith({ input: 10_000, cacheRead: 6_000, cacheWrite: 2_000, output: 1_000 })
    expect(costOf('anthropic', 'claude-sonnet-4-5', { usage }).nanos).toBe(parseDecimal('0.0303'))
  })

  it('is an estimate when the price is that of a similar model', () => {
    const { nanos, estimated } = costOf('anthropic', 'claude-sonnet-5-5')
    expect(estimated).toBe(true)
    expect(nanos).toBeGreaterThan(0n)
  })

  it('is an estimate when only the name of the model tells the vendor', () => {
    expect(costOf('local', 'gpt-5-mini')).toEqual({ nanos: parseDecimal('0.00315'), estimated: true })
    expect(costOf('openrouter', 'openai/gpt-5-mini').estimated).toBe(false)
  })

  it('is an estimate of 0 when no price is known', () => {
    expect(costOf('openai', 'gpt-99')).toEqual({ nanos: 0n, estimated: true })
    expect(costOf('local', 'llama3')).toEqual({ nanos: 0n, estimated: true })
    expect(costOf('nobody', 'gpt-5-mini')).toEqual({ nanos: 0n, estimated: true })
  })

  it('is exactly 0 when nothing was used', () => {
    expect(costOf('openai', 'gpt-5-mini', { usage: undefined })).toEqual({ nanos: 0n, estimated: false })
  })

  it('is an estimate when the usage is one', () => {
    const usage = { ...usual, estimated: true }
    expect(costOf('openai', 'gpt-5-mini', { usage })).toEqual({ nanos: parseDecimal('0.00315'), estimated: true })
  })

  it('follows the configured price before any other, whatever model is reported', () => {
    const nanos = parseDecimal('0.0129')
    const options = { name: 'ours', reported: 'gpt-5-mini-2025-08-07' }
    expect(costOf('openai', 'gpt-5-mini', options)).toEqual({ nanos, estimated: false })
  })

  it('follows prices that depend on the time of day, second by second', () => {
    const usage = usageWith({ input: 1_000_000 })
    const at = (time: string) => costOf('deepseek', 'deepseek-chat', { usage, at: Date.parse(time) }).nanos
    const nanos = [at('2025-03-01T12:00:00Z'), at('2025-03-01T16:29:59Z'), at('2025-03-01T20:00:00Z')]
    expect(nanos[0]).toBe(nanos[1])
    expect(nanos[2]).toBeLessThan(nanos[0] ?? 0n)
  })

  it('is shown for the mock too', () => {
    expect(costOf('mock', 'mock-fast')).toEqual({ nanos: parseDecimal('0.0045'), estimated: false })
  })

  it('is the same for the thousandth unheard-of name as for the first', () => {
    for (let index = 0; index < 1500; index++) costOf('openai', 'gpt-5-mini', { reported: `gpt-99-${index}` })
    expect(costOf('openai', 'gpt-5-mini').nanos).toBe(parseDecimal('0.00315'))
  })
})

describe('a price', () => {
  const target = (provider: string, model: string) => ({ provider, name: model, model })

  it('is told at its lowest tier', () => {
    const price = prices.priceOf(target('google', 'gemini-2.5-pro'), AT)
    expect(price?.input?.amountNanos).toBe(parseDecimal('1.25'))
    expect(price?.output?.amountNanos).toBe(parseDecimal('10'))
    expect(price?.cacheReadInput?.amountNanos).toBe(parseDecimal('0.125'))
  })

  it('leaves out the price of cached tokens where none is known', () => {
    expect(prices.priceOf(target('mock', 'mock-fast'), AT)?.cacheReadInput).toBeUndefined()
  })

  it('is told as configured, exactly', () => {
    const price = prices.priceOf(target('openai', 'ours'), AT)
    expect(price?.input?.amountNanos).toBe(parseDecimal('1.5'))
    expect(price?.estimated).toBe(false)
  })

  it('is undefined when none is known', () => {
    expect(prices.priceOf(target('openai', 'gpt-99'), AT)).toBeUndefined()
  })
})

describe('a context window', () => {
  it('is told where the table knows it', () => {
    expect(prices.contextWindowOf({ provider: 'openai', name: 'gpt-5-mini', model: 'gpt-5-mini' }, AT)).toBe(400_000n)
    expect(prices.contextWindowOf({ provider: 'openai', name: 'ours', model: 'gpt-5-mini' }, AT)).toBe(400_000n)
    expect(prices.contextWindowOf({ provider: 'openai', name: 'gpt-99', model: 'gpt-99' }, AT)).toBeUndefined()
  })
})
