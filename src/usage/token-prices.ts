import type { Usage } from '#gen/switchyard/v1/usage_pb.js'
import { divideHalfUp } from '../core/money.ts'

/** Billionths of a US dollar for a million tokens. */
export interface TokenPrices {
  readonly input: bigint
  readonly output: bigint
  /** Undefined: as `input`. */
  readonly cacheRead?: bigint | undefined
  /** Undefined: as `input`. */
  readonly cacheWrite?: bigint | undefined
  /** Undefined: as `output`. */
  readonly reasoning?: bigint | undefined
  /** Billionths of a US dollar for each request, beside its tokens. */
  readonly perRequest?: bigint | undefined
}

/** Prices of all tokens of a request that has more input tokens than `above`. */
export interface PriceBand {
  readonly above: bigint
  readonly prices: TokenPrices
}

/** The bands of a model, the lowest first. The lowest applies to every request that no other one does. */
export type PriceBands = readonly [PriceBand, ...PriceBand[]]

const TOKENS_PER_PRICE = 1_000_000n

/** What the usage costs in billionths of a US dollar: exact, rounded once, a half upwards. */
export function amountOf(bands: PriceBands, usage: Usage): bigint {
  const { input, output, cacheRead, cacheWrite, reasoning, perRequest } = bandOf(bands, usage).prices
  const read = atMost(usage.cacheReadInputTokens, usage.inputTokens)
  const written = atMost(usage.cacheWriteInputTokens, usage.inputTokens - read)
  const reasoned = atMost(usage.reasoningOutputTokens, usage.outputTokens)
  const sum =
    (usage.inputTokens - read - written) * input +
    read * (cacheRead ?? input) +
    written * (cacheWrite ?? input) +
    (usage.outputTokens - reasoned) * output +
    reasoned * (reasoning ?? output)
  return divideHalfUp(sum, TOKENS_PER_PRICE) + (perRequest ?? 0n)
}

function bandOf(bands: PriceBands, usage: Usage): PriceBand {
  let chosen = bands[0]
  for (const band of bands) if (usage.inputTokens > band.above) chosen = band
  return chosen
}

/** A vendor may count more of a part than of the whole; nothing is then paid twice. */
function atMost(part: bigint, whole: bigint): bigint {
  return part < whole ? part : whole
}
