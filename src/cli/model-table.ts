import { type ModelPrice, Tier } from '#gen/switchyard/v1/model_pb.js'
import { FactSource, type ProviderModel, ProviderModelSchema } from '#gen/switchyard/v1/provider_options_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import type { Money } from '#gen/switchyard/v1/usage_pb.js'
import { printFragment } from '../config/print-fragment.ts'
import { formatMoney } from '../core/money.ts'
import { table } from './table.ts'

/** Output-only fields have numbers from here on. */
const OUTPUT_ONLY_FROM = 100

const SOURCES: Readonly<Record<FactSource, string>> = {
  [FactSource.UNSPECIFIED]: '',
  [FactSource.CONFIGURED]: 'configured',
  [FactSource.VENDOR]: 'vendor',
  [FactSource.BUILT_IN]: 'built-in',
}

/** Models of a provider with what is in force of each. */
export function modelTable(models: readonly ProviderModel[]): string {
  return table([
    ['MODEL', 'UPSTREAM NAME', 'ALIASES', 'TIER', 'PRICE PER MILLION TOKENS', 'CONTEXT WINDOW', 'FROM'],
    ...models.map((model) => [
      model.name,
      model.inForce?.upstreamName ?? 'not in force',
      model.aliases.join(', '),
      model.tier === Tier.UNSPECIFIED ? '' : Tier[model.tier].toLowerCase(),
      priceOf(model),
      contextWindowOf(model),
      originOf(model),
    ]),
  ])
}

/** A model as the file says it, below what is told of it. */
export function modelFragment(model: ProviderModel): string {
  const lines = [`# ${originOf(model)}, etag ${model.etag}`]
  const known = [priceOf(model), contextWindowOf(model, ' tokens')].filter((text) => text !== '')
  if (model.inForce) lines.push(`# in force: ${[model.inForce.upstreamName, ...known].join('; ')}`)
  const settable = ProviderModelSchema.fields.filter(({ number }) => number < OUTPUT_ONLY_FROM)
  return [...lines, printFragment(ProviderModelSchema, model, settable)].join('\n')
}

function priceOf({ inForce }: ProviderModel): string {
  return inForce?.price ? `${toldPrice(inForce.price)} (${sourceOf(inForce.priceSource, inForce.price.estimated)})` : ''
}

/** Prices of a million tokens, for people. */
export function toldPrice({ input, output }: Pick<ModelPrice, 'input' | 'output'>): string {
  return `${amount(input)} in, ${amount(output)} out`
}

function amount(money: Money | undefined): string {
  return money ? formatMoney(money) : 'unknown'
}

function contextWindowOf({ inForce }: ProviderModel, unit = ''): string {
  const window = inForce?.capabilities?.contextWindow
  return inForce && window ? `${window}${unit} (${sourceOf(inForce.contextWindowSource)})` : ''
}

function sourceOf(source: FactSource, estimated = false): string {
  return `${SOURCES[source] ?? 'unknown'}${estimated ? ', estimated' : ''}`
}

function originOf({ origin }: ProviderModel): string {
  if (origin === Origin.BUILT_IN) return 'built-in'
  return origin === Origin.FILE ? 'file' : 'api'
}
