import type { AdapterDefinition } from '../../../src/providers/definition.ts'
import type { AccountChoices } from '../account.ts'
import type { BodyTypes } from './body-types.ts'
import type { Questions } from './questions.ts'
import type { Speech, SpokenTokens } from './speech.ts'

/** How an interface says things: what a local upstream needs to play it. */
export interface Wire {
  /** A whole answer. */
  whole(speech: Speech): unknown
  /** A stream, one text for each event. */
  frames(speech: Speech): readonly string[]
  /** The content type of a stream. */
  readonly streamType: string
  /** Which of the frames completes the answer; those after it bring figures at most. */
  terminalFrame(frames: readonly string[]): number
  /** The counts that the interface can tell, out of all. */
  tokens(tokens: SpokenTokens): SpokenTokens
  /** A refusal with a status. */
  error(fault: Fault): PlayedError | undefined
  /** An error inside an answer that began as a success. */
  inBand(message: string): { readonly whole: unknown; readonly frame: string; readonly reason: string }
  /** The header that brings the id of a request; undefined: the vendor has none. */
  readonly requestIdHeader: string | undefined
  readonly questions: Questions
}

export type Fault =
  | 'a wrong key'
  | 'a forbidden model'
  | 'an unknown model'
  | 'a bad request'
  | 'a conversation that is too long'
  | 'a content filter'
  | 'a request that is too large'
  | 'a failure'
  | 'an overload'
  | 'a rate limit'
  | 'no money'

export const faults: Readonly<Record<Fault, string>> = {
  'a wrong key': 'UPSTREAM_AUTH',
  'a forbidden model': 'UPSTREAM_FORBIDDEN',
  'an unknown model': 'MODEL_NOT_FOUND',
  'a bad request': 'UPSTREAM_REJECTED',
  'a conversation that is too long': 'CONTEXT_LENGTH',
  'a content filter': 'CONTENT_FILTER',
  'a request that is too large': 'UPSTREAM_REJECTED',
  'a failure': 'UPSTREAM_(ERROR|UNAVAILABLE)',
  'an overload': 'UPSTREAM_UNAVAILABLE',
  'a rate limit': 'UPSTREAM_RATE_LIMITED',
  'no money': 'UPSTREAM_QUOTA',
}

/** `body` with the message given, which the gateway must not repeat. */
export interface PlayedError {
  readonly status: number
  body(message: string): unknown
}

/** One interface of one adapter, and how it is played. */
export interface PlayedVendor {
  /** The folder of its golden files. */
  readonly name: string
  readonly definition: AdapterDefinition
  /** The interface as the definition's features name it. */
  readonly interfaceName: string
  readonly wire: Wire
  /** What the bodies of its requests are checked against. */
  readonly bodies: BodyTypes
  /** What follows the upstream's address in the account. */
  readonly basePath: string
  readonly choices?: AccountChoices
  /** What of its reasoning goes back on the next turn: what it gave with it, its text alone, or nothing. */
  readonly state: 'opaque' | 'text' | 'none'
}
