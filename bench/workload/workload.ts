import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

export type TierName = 'fast' | 'balanced' | 'premium'
export type Need = 'tools' | 'vision' | 'json_schema'

/** How many tokens requests of a kind have: lognormal, half of them at most `median`, nine of ten at most `p90`. */
export interface Lengths {
  readonly median: number
  readonly p90: number
  readonly max: number
}

/** What a caller says of its request in `options`. */
export interface Hints {
  readonly task_type?: string
  readonly tier?: TierName
  readonly complexity?: 'low' | 'medium' | 'high'
}

export interface Kind {
  readonly name: string
  /** Of 100 requests. */
  readonly share: number
  readonly input_tokens: Lengths
  readonly output_tokens: Lengths
  readonly needs?: readonly Need[]
  /** The least class of model whose answer is good enough. */
  readonly minimum_tier: TierName
  readonly hints: Hints
}

export interface Workload {
  readonly seed: number
  readonly requests: number
  readonly kinds: readonly Kind[]
}

/** A model as `models.yaml` configures it. */
export interface OfferedModel {
  readonly name: string
  readonly tier: TierName
  readonly capabilities: Readonly<Record<Need, boolean>> & { readonly context_window: number }
}

export interface OfferedProvider {
  readonly name: string
  readonly adapter: string
  readonly models: readonly OfferedModel[]
}

export function readWorkload(): Workload {
  return read('mixed')
}

export function readProviders(): readonly OfferedProvider[] {
  return read<{ providers: OfferedProvider[] }>('models').providers
}

function read<Content>(name: string): Content {
  return parse(readFileSync(fileURLToPath(new URL(`../workloads/${name}.yaml`, import.meta.url)), 'utf8'))
}
