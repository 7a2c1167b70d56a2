import type { Load, Protocol } from './load/load.ts'
import type { Pace } from './servers/upstream.ts'

/** One kind of load, the same for all that are compared. */
export interface Scenario {
  readonly name: string
  readonly title: string
  /** What callers of forwarder and Switchyard speak; left out: gRPC. */
  readonly protocol?: Protocol
  readonly load: Omit<Load, 'target' | 'tokens'>
  readonly pace: Pace
  readonly rounds: number
  /** For how long each is driven before the first round. */
  readonly warmMs: number
}

/** How long the bench takes: about seven minutes, one minute, or just long enough to see that it works. */
export type Size = 'full' | 'quick' | 'smoke'

interface Extent {
  readonly rounds: number
  readonly measureMs: number
  readonly warmMs: number
  readonly paced: { readonly streams: number; readonly tokens: number; readonly rounds: number }
  readonly crowd: { readonly streams: number; readonly tokens: number; readonly rounds: number }
}

const EXTENTS: Readonly<Record<Size, Extent>> = {
  full: {
    rounds: 5,
    measureMs: 1500,
    warmMs: 3000,
    paced: { streams: 100, tokens: 200, rounds: 3 },
    crowd: { streams: 1000, tokens: 100, rounds: 2 },
  },
  quick: {
    rounds: 2,
    measureMs: 400,
    warmMs: 600,
    paced: { streams: 50, tokens: 50, rounds: 1 },
    crowd: { streams: 500, tokens: 30, rounds: 1 },
  },
  smoke: {
    rounds: 1,
    measureMs: 50,
    warmMs: 0,
    paced: { streams: 3, tokens: 5, rounds: 1 },
    crowd: { streams: 10, tokens: 5, rounds: 1 },
  },
}

/** Sixteen calls in flight then leave the processor mostly idle: what is added is work, not waiting for a turn. */
const ANSWER_MS = 20

export function scenariosOf(size: Size): Scenario[] {
  const { rounds, measureMs, warmMs, paced, crowd } = EXTENTS[size]
  const measured = { durationMs: measureMs, spreadMs: 0 }
  const instant = { answerMs: 0, tokens: 200, tokensPerSecond: 0 }
  const unary = (concurrency: number, title: string): Scenario => ({
    name: `unary-${concurrency}`,
    title,
    load: { method: 'unary', concurrency, ...measured },
    pace: instant,
    rounds,
    warmMs: concurrency === 16 ? warmMs : warmMs / 6,
  })
  return [
    unary(16, 'Unary, 16 callers'),
    {
      name: 'unary-waiting',
      title: `Unary, 16 callers, an upstream that takes about ${ANSWER_MS} ms`,
      load: { method: 'unary', concurrency: 16, ...measured },
      pace: { ...instant, answerMs: ANSWER_MS },
      rounds,
      warmMs: warmMs / 2,
    },
    unary(1, 'Unary, 1 caller'),
    unary(64, 'Unary, 64 callers'),
    {
      name: 'stream-burst',
      title: `Streams of ${instant.tokens} tokens as fast as they come, 16 callers`,
      load: { method: 'stream', concurrency: 16, ...measured },
      pace: instant,
      rounds,
      warmMs: warmMs / 2,
    },
    pacedStreams('stream-paced', paced, 50),
    pacedStreams('stream-crowd', crowd, 20),
  ]
}

function pacedStreams(name: string, extent: Extent['paced'], tokensPerSecond: number): Scenario {
  const { streams, tokens, rounds } = extent
  // Not all at once, which would measure the opening of connections, but so that all of them run together.
  const spreadMs = Math.min(streams * 10, (tokens / tokensPerSecond) * 500)
  return {
    name,
    title: `${streams} streams of ${tokens} tokens, ${tokensPerSecond} tokens/s each`,
    load: { method: 'stream', concurrency: streams, durationMs: 0, spreadMs },
    pace: { answerMs: 0, tokens, tokensPerSecond },
    rounds,
    warmMs: 0,
  }
}
