import type { ModelPrice } from '#gen/switchyard/v1/model_pb.js'
import type { Cost } from '#gen/switchyard/v1/usage_pb.js'
import type { AttemptRecord, Target } from '../core/call.ts'
import { usd } from '../core/money.ts'
import {
  bandsOf,
  type ConfiguredPrice,
  createPriceBook,
  type KnownPrice,
  MOCK,
  type PriceBook,
  type PricedProvider,
} from './price-book.ts'
import { loadPriceTable } from './price-table.ts'
import { amountOf, type PriceBands } from './token-prices.ts'

/** What is known of an attempt when it is priced. */
export type PricedAttempt = Pick<AttemptRecord, 'target' | 'reportedModel' | 'usage' | 'startTime'>

export interface Prices {
  /**
   * What the attempt cost. It is an estimate when its usage is one, when the price is that of a similar model, and when
   * no price is known: the amount is then that of the price for such models, else 0. An attempt without usage cost nothing.
   */
  costOf(attempt: PricedAttempt): Cost
  /** The prices at the lowest tier at that time, epoch milliseconds; undefined when none is known. */
  priceOf(target: Target, at: number): ModelPrice | undefined
  /** Tokens of input and output together, as the built-in table says. */
  contextWindowOf(target: Target, at: number): bigint | undefined
}

/** Prices of the providers' models: the configured ones, else those of the built-in table, else the one for all others. */
export async function createPrices(
  providers: readonly PricedProvider[],
  unknownPrice?: ConfiguredPrice,
): Promise<Prices> {
  const unknownBands = unknownPrice && bandsOf(unknownPrice)
  const table = providers.some(wantsTable) ? await loadPriceTable() : undefined
  const books = new Map(providers.map((provider) => [provider.name, createPriceBook(provider, table)]))
  const find = (target: Target, reportedModel: string | undefined, at: number) =>
    books.get(target.provider)?.find(target, reportedModel, at)
  return {
    costOf: (attempt) => costOf(attempt, find, unknownBands),
    priceOf: (target, at) => toModelPrice(find(target, undefined, at)),
    contextWindowOf: (target, at) => books.get(target.provider)?.contextWindowOf(target, at),
  }
}

function wantsTable(provider: PricedProvider): boolean {
  return provider.vendor !== MOCK && provider.models.some((model) => model.price === undefined)
}

function costOf(
  { target, reportedModel, usage, startTime }: PricedAttempt,
  find: PriceBook['find'],
  unknownBands: PriceBands | undefined,
): Cost {
  if (!usage) return cost(0n, false)
  const found = find(target, reportedModel, startTime)
  if (!found?.bands) return cost(unknownBands ? amountOf(unknownBands, usage) : 0n, true)
  return cost(amountOf(found.bands, usage), found.estimated || usage.estimated)
}

function cost(amountNanos: bigint, estimated: boolean): Cost {
  return { $typeName: 'switchyard.v1.Cost', total: usd(amountNanos), estimated }
}

function toModelPrice(found: KnownPrice | undefined): ModelPrice | undefined {
  if (!found?.bands) return undefined
  const { input, output, cacheRead } = found.bands[0].prices
  return {
    $typeName: 'switchyard.v1.ModelPrice',
    input: usd(input),
    output: usd(output),
    ...(cacheRead === undefined ? {} : { cacheReadInput: usd(cacheRead) }),
    estimated: found.estimated,
  }
}
