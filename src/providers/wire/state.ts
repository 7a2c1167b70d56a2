import type { Part } from '#gen/switchyard/v1/content_pb.js'
import { accountOf, type TargetedCall } from '../../core/call.ts'
import { invalidField } from '../../core/errors.ts'
import { jsonOf, objectIn } from './json.ts'

/** A vendor's opaque state as a part of an answer carries it. */
export interface State {
  readonly provider: string
  readonly data: Uint8Array<ArrayBuffer>
}

/** What comes back on the next turn as `ownState`. */
export function encodeState(provider: string, json: unknown): State {
  return { provider: accountOf(provider), data: new TextEncoder().encode(jsonOf(json, { provider })) }
}

/**
 * What this provider gave with the part on an earlier turn; another's is left out. `field` is the path of the part's
 * content. Throws INVALID_REQUEST when it is not what was given.
 */
export function ownState(call: TargetedCall, part: Part, field: string): Record<string, unknown> | undefined {
  if (part.providerState?.provider !== accountOf(call.target.provider)) return undefined
  const state = objectIn(Buffer.from(part.providerState.data).toString())
  if (state) return state
  throw invalidField(field.replace(/\.[a-z_]+$/, '.provider_state'), 'is not what the provider gave; send it unchanged')
}
