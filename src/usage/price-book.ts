import { type Target, targetKey } from '../core/call.ts'
import type { PriceTable } from './price-table.ts'
import type { PriceBands } from './token-prices.ts'

/** The part of a provider's settings that prices depend on. */
export interface PricedProvider {
  readonly name: string
  /** The vendor in the table of prices, or `mock`; undefined: found by the address. */
  readonly vendor: string | undefined
  /** Where it answers. */
  readonly baseUrl: string
  readonly models: readonly { readonly name: string; readonly price: ConfiguredPrice | undefined }[]
}

/** Billionths of a US dollar for a million tokens. */
export interface ConfiguredPrice {
  readonly inputNanos: bigint
  readonly outputNanos: bigint
  readonly cacheReadInputNanos: bigint
  readonly cacheWriteInputNanos: bigint
}

export interface KnownPrice {
  /** Undefined when the model is known but its price is not. */
  readonly bands: PriceBands | undefined
  /** Whether the price is a guess: that of a similar model, or of another vendor's model of the same name. */
  readonly estimated: boolean
  readonly contextWindow: bigint | undefined
}

/** The prices of one provider. */
export interface PriceBook {
  /** A configured price wins; else the price follows the model that the provider says answered. */
  find(target: Target, reportedModel: string | undefined, at: number): KnownPrice | undefined
  /** As the built-in table says, whether or not a price is configured. */
  contextWindowOf(target: Target, at: number): bigint | undefined
}

/** The vendor whose tokens cost nobody anything. */
export const MOCK = 'mock'

/** What the mock's tokens cost, so that a demonstration shows a cost: 0.25 and 2 US dollars for a million. */
const MOCK_BANDS: PriceBands = [{ above: 0n, prices: { input: 250_000_000n, output: 2_000_000_000n } }]

/** Providers choose the names they report, so what is remembered of them is bounded. */
const MAX_REMEMBERED = 1000

export function createPriceBook(provider: PricedProvider, table: PriceTable | undefined): PriceBook {
  const configured = new Map(provider.models.flatMap(({ name, price }) => (price ? [[name, toKnown(price)]] : [])))
  const listed = listedPrices(provider, table)
  return {
    find: (target, reportedModel, at) => configured.get(target.name) ?? listed(target, reportedModel, at),
    contextWindowOf: (target, at) => listed(target, undefined, at)?.contextWindow,
  }
}

type ListedPrices = (target: Target, reportedModel: string | undefined, at: number) => KnownPrice | undefined

function listedPrices(provider: PricedProvider, table: PriceTable | undefined): ListedPrices {
  if (provider.vendor === MOCK) {
    const price: KnownPrice = { bands: MOCK_BANDS, estimated: false, contextWindow: undefined }
    return () => price
  }
  if (!table) return () => undefined
  const vendor = provider.vendor ?? table.vendorAt(provider.baseUrl)
  return remembering((target, reportedModel, at) => search(table, vendor, namesOf(target, vendor, reportedModel), at))
}

interface Found {
  readonly price: KnownPrice | undefined
  readonly timed: boolean
}

/** Prices that depend on the time change on whole seconds: they are remembered for that long, the others for good. */
function remembering(look: (...query: Parameters<ListedPrices>) => Found): ListedPrices {
  const remembered = new Map<string, Found & { readonly second: number }>()
  return (target, reportedModel, at) => {
    const key = `${targetKey(target)}\n${target.name}\n${reportedModel ?? ''}`
    const second = Math.floor(at / 1000)
    const known = remembered.get(key)
    if (known && (!known.timed || known.second === second)) return known.price
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    const found = look(target, reportedModel, at)
    remembered.set(key, { ...found, second })
    return found.price
  }
}

type NamesToFind = readonly [string, ...string[]]

/**
 * Under which names the price may stand, the best first. At a known vendor the provider's own name may be that of a
 * deployment, which says nothing; the configured one then does. Elsewhere a configured name may say anything.
 */
function namesOf({ model, name }: Target, vendor: string | undefined, reported: string | undefined): NamesToFind {
  const own = [(reported || model).toLowerCase(), model] as const
  return vendor === undefined ? own : [...own, name]
}

function search(table: PriceTable, vendor: string | undefined, names: NamesToFind, at: number) {
  const [wanted] = names
  for (const name of new Set(names.flatMap((candidate) => [candidate, undated(candidate)]))) {
    const entry = table.find(vendor, name, at)
    if (!entry) continue
    const exact = vendor !== undefined && (entry.model === wanted || entry.model === undated(wanted))
    const { bands, contextWindow, timed } = entry
    return { price: { bands, estimated: !exact, contextWindow }, timed }
  }
  return { price: undefined, timed: false }
}

/** `gpt-5-mini-2025-08-07`, `claude-sonnet-4-5-20250929` and `…@20250929` without their dates. */
function undated(model: string): string {
  return model.replace(/[-@](\d{8}|\d{4}-\d{2}-\d{2})$/, '')
}

function toKnown(price: ConfiguredPrice): KnownPrice {
  return { bands: bandsOf(price), estimated: false, contextWindow: undefined }
}

export function bandsOf(price: ConfiguredPrice): PriceBands {
  const prices = {
    input: price.inputNanos,
    output: price.outputNanos,
    cacheRead: price.cacheReadInputNanos,
    cacheWrite: price.cacheWriteInputNanos,
  }
  return [{ above: 0n, prices }]
}
