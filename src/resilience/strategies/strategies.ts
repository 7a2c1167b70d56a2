import { adaptive } from './adaptive.ts'
import { exponential } from './exponential.ts'
import { fibonacci } from './fibonacci.ts'
import { linear } from './linear.ts'
import type { RetryStrategy } from './strategy.ts'

/** Every strategy by the name that the configuration uses. */
export const strategies = { exponential, linear, fibonacci, adaptive } satisfies Record<string, RetryStrategy>

export type StrategyName = keyof typeof strategies
