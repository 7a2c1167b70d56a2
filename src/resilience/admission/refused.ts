import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'

/** What an attempt did not fit into: the queue was full, or the wait would be longer than is allowed or than the call has. */
export type QueueLimit = 'queue' | 'wait' | 'deadline'

/** What a gate leads to: a provider, or one model there. */
export interface Guarded {
  readonly provider: string
  readonly model: string | undefined
}

const SENTENCES: Readonly<Record<QueueLimit, string>> = {
  queue: 'and too many calls wait already',
  wait: 'and the wait would be too long',
  deadline: 'and none would become free before the deadline',
}

/** The error of an attempt that got no place. */
export function noPlace({ provider, model }: Guarded, limit: QueueLimit, retryAfterMs: number): GatewayError {
  const name = model === undefined ? provider : `${provider} for ${model}`
  const message = `All places at ${name} are taken, ${SENTENCES[limit]}.`
  const metadata = { limit, provider, ...(model === undefined ? {} : { model }) }
  return new GatewayError(ErrorReason.OVERLOADED, message, { metadata, retryAfterMs })
}
