import type { ModelPrice, PriceCalculation, PriceOptions, Provider, TieredPrices } from '@pydantic/genai-prices'
import { parseDecimal } from '../core/money.ts'
import type { PriceBand, PriceBands, TokenPrices } from './token-prices.ts'

/** What the built-in table says of a model. */
export interface TableEntry {
  /** The table's own id of the model it took for the one asked for. */
  readonly model: string
  /** Undefined when the table knows the model but no prices for its tokens. */
  readonly bands: PriceBands | undefined
  readonly contextWindow: bigint | undefined
  /** Whether the prices depend on the date or the time of day. */
  readonly timed: boolean
}

/** Vendors' list prices, bundled: nothing is ever fetched. */
export interface PriceTable {
  /** The table's id of the vendor that answers at the URL. */
  vendorAt(baseUrl: string): string | undefined
  /** Without a vendor the model's name alone decides. `at` is in epoch milliseconds. */
  find(vendor: string | undefined, model: string, at: number): TableEntry | undefined
}

/** The table of `@pydantic/genai-prices`. It takes memory, so it is loaded only where a price is wanted from it. */
export async function loadPriceTable(): Promise<PriceTable> {
  const { calcPrice, findProvider } = await import('@pydantic/genai-prices')
  const converted = new WeakMap<ModelPrice, PriceBands>()

  function bandsOf(price: ModelPrice): PriceBands | undefined {
    const known = converted.get(price) ?? toBands(price)
    if (known) converted.set(price, known)
    return known
  }

  return {
    vendorAt: (baseUrl) => vendorId(findProvider, baseUrl),
    find(vendor, model, at) {
      const options: PriceOptions = { timestamp: new Date(at), ...(vendor === undefined ? {} : { providerId: vendor }) }
      const found = calculate(() => calcPrice({}, model, options))
      return found && toEntry(found, bandsOf(found.model_price))
    },
  }
}

function vendorId(find: (options: { providerApiUrl: string }) => Provider | undefined, url: string) {
  return url === '' ? undefined : find({ providerApiUrl: url })?.id
}

/** The library throws where its data contradict themselves; such a price is not known. */
function calculate(calculation: () => PriceCalculation | null): PriceCalculation | undefined {
  try {
    return calculation() ?? undefined
  } catch {
    return undefined
  }
}

function toEntry({ model }: PriceCalculation, bands: PriceBands | undefined): TableEntry {
  const contextWindow = model.context_window === undefined ? undefined : BigInt(model.context_window)
  return { model: model.id, bands, contextWindow, timed: Array.isArray(model.prices) }
}

function toBands(price: ModelPrice): PriceBands | undefined {
  if (price.input_mtok === undefined && price.output_mtok === undefined) return undefined
  const starts = new Set<number>()
  for (const value of Object.values(price)) {
    if (typeof value === 'object') for (const tier of value.tiers) starts.add(tier.start)
  }
  const upper: PriceBand[] = [...starts]
    .sort((a, b) => a - b)
    .map((start) => ({ above: BigInt(start), prices: pricesAbove(price, start) }))
  return [{ above: 0n, prices: pricesAbove(price, -1) }, ...upper]
}

function pricesAbove(price: ModelPrice, start: number): TokenPrices {
  return {
    input: nanosAbove(price.input_mtok, start) ?? 0n,
    output: nanosAbove(price.output_mtok, start) ?? 0n,
    cacheRead: nanosAbove(price.cache_read_mtok, start),
    cacheWrite: nanosAbove(price.cache_write_mtok, start),
    reasoning: nanosAbove(price.output_reasoning_mtok, start),
    perRequest: thousandth(nanosAbove(price.requests_kcount, start)),
  }
}

/** The price of requests with more input tokens than `start`. */
function nanosAbove(price: number | TieredPrices | undefined, start: number): bigint | undefined {
  if (price === undefined) return undefined
  if (typeof price === 'number') return toNanos(price)
  let chosen = price.base
  let chosenStart = -1
  for (const tier of price.tiers) {
    if (tier.start <= start && tier.start > chosenStart) {
      chosen = tier.price
      chosenStart = tier.start
    }
  }
  return toNanos(chosen)
}

/** The table's numbers are decimals of few places held as doubles: their decimal text is what was meant. */
function toNanos(dollars: number): bigint {
  return parseDecimal(dollars.toFixed(9))
}

function thousandth(nanos: bigint | undefined): bigint | undefined {
  return nanos === undefined ? undefined : nanos / 1000n
}
