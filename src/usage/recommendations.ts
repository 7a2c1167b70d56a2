import { type Model, type ModelPrice, Tier } from '#gen/switchyard/v1/model_pb.js'
import type { Target } from '../core/call.ts'
import { divideHalfUp, formatMoney, usd } from '../core/money.ts'
import type { UsageFigures } from './reports.ts'

/** What was used of a model in 30 days, for one agent and task. */
export interface ModelUse {
  readonly provider: string
  readonly model: string
  readonly agent: string
  readonly taskType: string
  readonly figures: UsageFigures
}

/** A model that is configured, and where it is served. */
export interface ConfiguredModel {
  readonly model: Model
  readonly targets: readonly Pick<Target, 'provider' | 'model'>[]
  /** Whether callers may use it. */
  readonly offered: boolean
}

export type RecommendationKind = 'cheaper_model' | 'prompt_caching' | 'shorter_prompts'

export interface Recommendation {
  readonly kind: RecommendationKind
  readonly provider: string
  readonly model: string
  readonly agent: string
  readonly taskType: string
  readonly suggested: ConfiguredModel | undefined
  readonly savingNanos: bigint
  readonly costNanos: bigint
  readonly attempts: number
  readonly explanation: string
}

/** Fewer say nothing about those to come. */
export const MIN_ATTEMPTS = 100

/** A cent. */
const MIN_SAVING = 10_000_000n

/** Tokens of one kind or another. */
export interface PricedTokens {
  readonly inputTokens: bigint
  readonly outputTokens: bigint
  readonly cacheReadInputTokens: bigint
}

const PRICED_TOKENS = 1_000_000n

/** What the tokens cost at a model's prices, at the lowest tier. Without a price for cached tokens they cost what others do. */
export function costAt({ input, output, cacheReadInput }: ModelPrice, tokens: PricedTokens): bigint {
  const inputNanos = input?.amountNanos ?? 0n
  const cached = tokens.cacheReadInputTokens * (cacheReadInput?.amountNanos ?? inputNanos)
  const fresh = (tokens.inputTokens - tokens.cacheReadInputTokens) * inputNanos
  return divideHalfUp(fresh + cached + tokens.outputTokens * (output?.amountNanos ?? 0n), PRICED_TOKENS)
}

/** The price, where it is known for sure: a saving by a guess would be one. */
export function surePrice(configured: ConfiguredModel | undefined): ModelPrice | undefined {
  const price = configured?.model.price
  return price?.estimated ? undefined : price
}

/** What would have saved money, the most first. What there are too few attempts to tell of is left out. */
export function recommendations(
  uses: readonly ModelUse[],
  models: readonly ConfiguredModel[],
  advisers: readonly Adviser[],
): Recommendation[] {
  const found = advisers.flatMap((advise) => advise(uses, models))
  const worth = found.filter(({ savingNanos, attempts }) => savingNanos >= MIN_SAVING && attempts >= MIN_ATTEMPTS)
  return worth.toSorted((one, other) => Number(other.savingNanos - one.savingNanos))
}

export type Adviser = (uses: readonly ModelUse[], models: readonly ConfiguredModel[]) => Recommendation[]

/** The configured model that a use was of. */
export function configuredFor(
  { provider, model }: Pick<ModelUse, 'provider' | 'model'>,
  models: readonly ConfiguredModel[],
): ConfiguredModel | undefined {
  return models.find(({ targets }) => targets.some((target) => target.provider === provider && target.model === model))
}

/** Whether a model has a class, and another one is of the same and can do all that is known of the first. */
export function canReplace(model: Model, other: Model): boolean {
  if (model.tier === Tier.UNSPECIFIED || other.tier !== model.tier) return false
  const [needed, has] = [model.capabilities, other.capabilities]
  const isAble = (['tools', 'vision', 'jsonSchema'] as const).every((ability) => {
    return needed?.[ability] ? has?.[ability] === true : has?.[ability] !== false || needed?.[ability] === false
  })
  const isLarge = (['contextWindow', 'maxOutputTokens'] as const).every(
    (bound) => (has?.[bound] ?? 0n) >= (needed?.[bound] ?? 0n),
  )
  return isAble && isLarge
}

export function money(nanos: bigint): string {
  return formatMoney(usd(nanos))
}
