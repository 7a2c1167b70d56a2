import type { LedgerFigures } from './ledger.ts'
import {
  type Adviser,
  type ConfiguredModel,
  canReplace,
  configuredFor,
  costAt,
  MIN_ATTEMPTS,
  type ModelUse,
  money,
  type PricedTokens,
  type Recommendation,
  surePrice,
} from './recommendations.ts'

const PRICED_TOKENS = 1_000_000n

/** How many attempts must have read from a cache before it is said that prompts repeat themselves. */
const MIN_CACHE_READS = 10

/** A prompt is long when it has so many tokens that no cache knew, on average. */
const LONG_PROMPT_TOKENS = 4000n

/** The cheapest model of the same class that can do the same, where it is not the one that is used. */
export const cheaperModel: Adviser = (uses, models) => {
  const byModel = Map.groupBy(uses, ({ provider, model }) => JSON.stringify([provider, model]))
  return [...byModel.values()].flatMap((group) => cheaperFor(group, models) ?? [])
}

function cheaperFor(group: readonly ModelUse[], models: readonly ConfiguredModel[]): Recommendation | undefined {
  const [use] = group as [ModelUse]
  const used = configuredFor(use, models)
  const price = surePrice(used)
  if (!used || !price) return undefined
  const tokens = tokensOf(group)
  const present = costAt(price, tokens)
  const [best] = models
    .filter((other) => other.offered && other !== used && canReplace(used.model, other.model))
    .flatMap((other) => costed(other, tokens))
    .sort((one, other) => (one.nanos < other.nanos ? -1 : 1))
  if (!best || best.nanos >= present) return undefined
  const attempts = group.reduce((sum, { figures }) => sum + figures.meteredAttempts, 0)
  const explanation =
    `The ${tokens.inputTokens} tokens read and ${tokens.outputTokens} written by ${attempts} attempts cost ` +
    `${money(present)} at the list price of ${use.model}, and ${money(best.nanos)} at that of ${best.other.model.name}, ` +
    'which is of the same class. It is assumed that it would write as much.'
  const kind = 'cheaper_model'
  return {
    kind,
    ...{ ...use, agent: '', taskType: '' },
    suggested: best.other,
    savingNanos: present - best.nanos,
    costNanos: sumOf(group, 'costNanos'),
    attempts,
    explanation,
  }
}

function costed(other: ConfiguredModel, tokens: PricedTokens) {
  const price = surePrice(other)
  return price ? [{ other, nanos: costAt(price, tokens) }] : []
}

/** Where some attempts read a part of the prompt from the vendor's cache, and many that have it too do not. */
export const promptCaching: Adviser = (uses, models) => {
  return uses.flatMap((use) => {
    const { meteredAttempts, cacheReadAttempts, inputTokens, cacheReadInputTokens } = use.figures
    const price = surePrice(configuredFor(use, models))
    if (!price?.input || !price.cacheReadInput || cacheReadAttempts < MIN_CACHE_READS) return []
    const repeated = cacheReadInputTokens / BigInt(cacheReadAttempts)
    const unread = BigInt(meteredAttempts - cacheReadAttempts)
    // Those that read nothing can have had the repeated part only if they are long enough for it.
    const otherInput = inputTokens / BigInt(meteredAttempts)
    if (repeated === 0n || otherInput < repeated) return []
    const discount = price.input.amountNanos - price.cacheReadInput.amountNanos
    const savingNanos = (unread * repeated * discount) / PRICED_TOKENS
    const explanation =
      `${cacheReadAttempts} of ${meteredAttempts} attempts read ${repeated} tokens from the cache on average. Had the other ` +
      `${unread} read as many, each million would have cost ${money(discount)} less. It takes prompts that begin alike, sent ` +
      'soon after one another; what writing to the cache costs is not counted.'
    return recommended('prompt_caching', use, savingNanos, explanation)
  })
}

/** Where prompts are long and cost more than all that is written: what a quarter less of them would save. */
export const shorterPrompts: Adviser = (uses, models) => {
  return uses.flatMap((use) => {
    const { meteredAttempts, inputTokens, cacheReadInputTokens, costNanos } = use.figures
    const price = surePrice(configuredFor(use, models))
    if (!price?.input || meteredAttempts === 0) return []
    const fresh = inputTokens - cacheReadInputTokens
    const average = fresh / BigInt(meteredAttempts)
    const freshCost = (fresh * price.input.amountNanos) / PRICED_TOKENS
    if (average < LONG_PROMPT_TOKENS || 2n * freshCost < costNanos) return []
    const explanation =
      `${meteredAttempts} attempts read ${average} tokens each on average that no cache had, for ${money(freshCost)} of ` +
      `${money(costNanos)}. This is what would be saved if these prompts were a quarter shorter.`
    return recommended('shorter_prompts', use, freshCost / 4n, explanation)
  })
}

function recommended(
  kind: Recommendation['kind'],
  { figures, ...use }: ModelUse,
  savingNanos: bigint,
  explanation: string,
): Recommendation[] {
  const { costNanos, meteredAttempts: attempts } = figures
  if (attempts < MIN_ATTEMPTS) return []
  return [{ kind, ...use, suggested: undefined, savingNanos, costNanos, attempts, explanation }]
}

function tokensOf(group: readonly ModelUse[]): PricedTokens {
  return {
    inputTokens: sumOf(group, 'inputTokens'),
    outputTokens: sumOf(group, 'outputTokens'),
    cacheReadInputTokens: sumOf(group, 'cacheReadInputTokens'),
  }
}

type Summed = 'inputTokens' | 'outputTokens' | 'cacheReadInputTokens' | 'costNanos'

function sumOf(group: readonly ModelUse[], figure: Summed & keyof LedgerFigures): bigint {
  return group.reduce((sum, { figures }) => sum + figures[figure], 0n)
}
