import type { Distribution } from '../statistics.ts'
import type { OnTokens } from './protocols/protocol.ts'

/** What the driver is asked to do. */
export interface Load {
  readonly target: TargetAddress
  /** The model that is called; absent: `bench`. */
  readonly model?: string
  readonly method: 'unary' | 'stream'
  /** Calls at one time. Each caller makes its next call when the last one has ended. */
  readonly concurrency: number
  /** For how long calls are begun. 0: each caller makes one. */
  readonly durationMs: number
  /** Over which time the callers begin, evenly. */
  readonly spreadMs: number
  /** Of each stream; one that brings another number has failed. */
  readonly tokens: number
}

/** What callers speak: gRPC, or one of the protocols over HTTP; the upstream itself speaks `openai`. */
export type Protocol = 'grpc' | 'connect' | 'rest' | 'openai'

/** Whom to call. */
export interface TargetAddress {
  readonly protocol: Protocol
  /** Host and port. */
  readonly address: string
}

/** What came of it. Times are milliseconds. */
export interface LoadResult {
  readonly calls: number
  readonly errors: number
  /** Why the first one failed; empty when none did. */
  readonly firstError: string
  readonly elapsedMs: number
  readonly latency: Distribution
  readonly tokens: number
  /** Messages that held tokens. */
  readonly messages: number
  /** From the beginning of a stream to its first token. */
  readonly firstToken: Distribution
  /** From a token's sending by the upstream to its arrival. */
  readonly tokenDelay: Distribution
  /** The longest time between two tokens, of each stream. */
  readonly stall: Distribution
}

/** Makes calls. Each promise rejects when its call failed. */
export interface Caller {
  unary(): Promise<void>
  stream(onTokens: OnTokens): Promise<void>
  close(): void
}
