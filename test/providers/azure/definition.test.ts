import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { azure, foundryAnthropic } from '../../../src/providers/azure/definition.ts'
import { adapters } from '../../../src/providers/registry.ts'
import { createPriceBook } from '../../../src/usage/price-book.ts'
import { loadPriceTable } from '../../../src/usage/price-table.ts'
import { accountAt } from '../../support/account.ts'

const now = Date.UTC(2026, 10, 21)

async function priceOf(vendor: string | undefined, deployment: string, reported: string | undefined) {
  const provider = { name: 'azure', vendor, baseUrl: 'https://resource.openai.azure.com', models: [] }
  const target = { provider: 'azure', name: deployment, model: deployment }
  return createPriceBook(provider, await loadPriceTable()).find(target, reported, now)
}

describe('the price of a deployment', () => {
  it('is that of the model that Azure says answered', async () => {
    const price = await priceOf(azure.priceVendor, 'team-blue', 'gpt-5-mini-2025-08-07')
    expect(price).toMatchObject({
      estimated: false,
      bands: [{ prices: { input: 250_000_000n, output: 2_000_000_000n } }],
    })
  })

  it('is unknown while Azure has not said it', async () => {
    expect(await priceOf(azure.priceVendor, 'team-blue', undefined)).toBeUndefined()
  })

  it('is that of Anthropic for Claude', async () => {
    const price = await priceOf(foundryAnthropic.priceVendor, 'team-blue', 'claude-sonnet-4-5-20250929')
    expect(price).toMatchObject({ estimated: false })
  })
})

describe.each([azure, foundryAnthropic])('the adapter $name', (definition) => {
  it('can be configured', () => {
    expect(adapters).toContain(definition)
  })

  it('offers no models of its own, since deployments have any name', () => {
    expect(definition.models).toBeUndefined()
    expect(Object.values(definition.features).map(({ modelList }) => modelList)).toEqual([false, false])
  })

  it('opens an account', async () => {
    const provider = await definition.create(
      accountAt('http://127.0.0.1:1', { name: 'team', apiKey: new Secret('key') }),
    )
    expect(provider.name).toBe('team')
    await provider.close()
  })
})
