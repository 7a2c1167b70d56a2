import { readVariable } from './environment.ts'
import type { OtlpSurroundings } from './otlp-endpoint.ts'

/** Which traces are recorded. */
export interface SamplerSettings {
  /** Of the traces that begin here, from 0 to 1. */
  readonly ratio: number
  /** Whether the caller's word counts for a trace that it began. */
  readonly parentBased: boolean
}

const VARIABLE = 'OTEL_TRACES_SAMPLER'
const ARGUMENT = 'OTEL_TRACES_SAMPLER_ARG'

/** Source: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration */
const NAME = /^(parentbased_)?(always_on|always_off|traceidratio)$/

/** The sampler of the environment, else the file's ratio. */
export function toSampler(configured: number | undefined, surroundings: OtlpSurroundings): SamplerSettings {
  const name = readVariable(surroundings.environment, VARIABLE)
  if (name === undefined) return { ratio: configured ?? 1, parentBased: true }
  const [, parentBased, kind] = NAME.exec(name.toLowerCase()) ?? []
  if (kind === undefined) {
    surroundings.faults.add(
      VARIABLE,
      'must be always_on, always_off or traceidratio, with or without parentbased_ before it',
    )
  }
  const ratio = kind === 'traceidratio' ? ratioIn(surroundings) : kind === 'always_off' ? 0 : 1
  return { ratio, parentBased: parentBased !== undefined }
}

function ratioIn({ environment, faults }: OtlpSurroundings): number {
  const value = readVariable(environment, ARGUMENT)
  const ratio = Number(value ?? 1)
  if (ratio >= 0 && ratio <= 1) return ratio
  faults.add(ARGUMENT, 'must be a number from 0 to 1')
  return 1
}
