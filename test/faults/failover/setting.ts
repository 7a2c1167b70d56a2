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

/** How many milliseconds the service waits for a provider that is played silent, instead of half a minute; else it waits as by default. */
export const HASTE = { first_token: 1500, idle: 400, total: 2500 }

/** How long a circuit is open, instead of one to five seconds. */
export const OPEN_MS = 100
