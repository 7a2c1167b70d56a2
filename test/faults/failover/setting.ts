/** The two ways to ask. */
export const ways = ['unary', 'streamed'] as const

/** How a situation is met. */
export interface Setting {
  readonly way: (typeof ways)[number]
  /** Whether the route has another target. */
  readonly fallback: boolean
}

/** Every situation is met in each of these. */
export const settings: readonly Setting[] = ways.flatMap((way) => [
  { way, fallback: true },
  { way, fallback: false },
])

/** Sixty words, as in the public catalogue. */
export const ANSWER: readonly string[] = Array.from(
  { length: 60 },
  (_, index) => `${index === 0 ? '' : ' '}word${index}`,
)

/** How long the service waits here: the defaults, about fifty times quicker. */
export const LIMITS = { firstTokenMs: 600, idleMs: 600, totalMs: 1200, openMs: 100 }
