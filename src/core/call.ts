import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import type { CallContext, Cost, FinishReason, Selection, Usage } from '#gen/switchyard/v1/usage_pb.js'
import type { GatewayError } from './errors.ts'
import type { Principal } from './principal.ts'
import type { TraceParent } from './trace-context.ts'

/** A model at a provider. */
export interface Target {
  /** The provider's configured name; followed by `/` and the endpoint's name where it has several. */
  readonly provider: string
  /** The model's configured name, as callers write it. */
  readonly name: string
  /** The provider's own name for the model. */
  readonly model: string
}

const targetKeys = new WeakMap<Target, string>()

/** Tells targets apart, for maps. It is made once for each target, since every call asks for it several times. */
export function targetKey(target: Target): string {
  const known = targetKeys.get(target)
  if (known !== undefined) return known
  const key = `${target.provider}\n${target.model}`
  targetKeys.set(target, key)
  return key
}

/** Texts to turn into vectors. */
export interface Embedding {
  /** At least one. */
  readonly inputs: readonly string[]
  /** The length of the vectors; undefined: the model's own. */
  readonly dimensions: number | undefined
}

/** What makes two calls the same one, tried again. */
export interface IdempotencyMark {
  /** The caller's own word for it. */
  readonly key: string
  /** Of the request as the caller sent it, before the operator's defaults. */
  readonly fingerprint: string
}

/** The configured name of a provider, without the endpoint that one of its several addresses adds to it. */
export function accountOf(provider: string): string {
  const slash = provider.indexOf('/')
  return slash === -1 ? provider : provider.slice(0, slash)
}

/** By the names of OpenTelemetry's conventions for RPC. */
export type Protocol = 'grpc' | 'connectrpc'

/** One client request on its way through the pipeline. */
export interface Call {
  /** Also the response id. */
  readonly id: string
  readonly principal: Principal
  /** What the caller wants it for: which method was called. */
  readonly operation: 'text' | 'chat' | 'compare' | 'test' | 'embed'
  /** Prompts, and texts to embed, are brought to this form before they enter the pipeline. */
  readonly request: GenerateChatRequest
  /** What vectors are wanted for; undefined: an answer in words is wanted. */
  readonly embedding?: Embedding | undefined
  /** Undefined: the caller gave no key, and the call is like no other. */
  readonly idempotency?: IdempotencyMark | undefined
  readonly streaming: boolean
  /** Aborts when the caller cancels, goes away or runs out of time; its reason is a GatewayError. */
  readonly signal: AbortSignal
  /** When the call must have ended, epoch milliseconds. */
  readonly deadline: number
  /** When the call arrived, epoch milliseconds. */
  readonly startTime: number
  /** When the call arrived, on the monotonic clock. */
  readonly startMonotonic: number
  readonly context: CallContext
  /** Of the request that it came with; several calls can have come with one. */
  readonly requestId?: string | undefined
  readonly protocol?: Protocol | undefined
  /** The span that it was made from: the caller's, and within the pipeline ours. Undefined: none. */
  readonly trace?: TraceParent | undefined
  /** What happened so far. */
  readonly journal: Journal
}

/** How much of an answer is paid for, as long as it streams. */
export interface Allowance {
  /** Characters that may be delivered before `extend` must be asked. */
  characters: number
  /** Allows more of them, or rejects with the GatewayError that the answer then ends with. */
  extend(): Promise<void>
}

/** A call whose target has been chosen. */
export interface TargetedCall extends Call {
  readonly target: Target
  /** Whether it goes there beside another target that is slow. Left out: no. */
  readonly hedged?: boolean
  /** Attempts of the call that were begun before those in its journal. Left out: none. */
  readonly attemptsBefore?: number
  /** Undefined: nothing bounds what it may cost. */
  readonly allowance?: Allowance | undefined
  /** Names and values in turn of headers that tell its provider the context. Undefined: it is told nothing. */
  readonly contextHeaders?: readonly string[] | undefined
}

/** What happened to a call so far: written on the way, read at its end. The only thing about a call that changes. */
export interface Journal {
  /** In the order in which they ended: the last one is the one that answered, also where another ran beside it. */
  readonly attempts: AttemptRecord[]
  /** Settings that were not honoured, in whole sentences. */
  readonly warnings: string[]
  selection: Selection | undefined
  /** The id of the call whose answer this one repeats; undefined: it has its own. */
  replayOf: string | undefined
  /** The tightest of the rate limits on requests that it meets; undefined: it meets none. */
  rateLimit: RateLimitStanding | undefined
}

/** How many requests a rate limit leaves. */
export interface RateLimitStanding {
  readonly name: string
  readonly perMinute: number
  readonly remaining: number
  /** Until all of them are there again, if nobody else comes. */
  readonly resetMs: number
}

export function newJournal(): Journal {
  return { attempts: [], warnings: [], selection: undefined, replayOf: undefined, rateLimit: undefined }
}

/** One try at one target, as the ledger keeps it. */
export interface AttemptRecord {
  readonly id: string
  readonly target: Target
  /** Whether it was begun beside another one that was slow. Left out: no. */
  readonly hedged?: boolean
  /** Epoch milliseconds. */
  readonly startTime: number
  latencyMs: number
  /** From the attempt's start to its first content; undefined when none came. */
  firstContentMs: number | undefined
  state: AttemptState
  /** Undefined when the provider reported nothing and nothing was delivered. */
  usage: Usage | undefined
  /** Set when the attempt is accounted. */
  cost: Cost | undefined
  /** The model that the provider says answered; prices follow it. */
  reportedModel: string | undefined
}

export type AttemptState =
  | { readonly kind: 'running' }
  | { readonly kind: 'succeeded'; readonly finishReason: FinishReason }
  | { readonly kind: 'failed'; readonly error: GatewayError }
