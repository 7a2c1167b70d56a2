import type { Part } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { encodeState, ownState, type State } from '../wire/state.ts'

/**
 * What stands for a signature on a tool call that another vendor's model made: without any, Gemini 3 refuses the
 * conversation. Source: https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export const FOREIGN_SIGNATURE = 'skip_thought_signature_validator'

export function signatureState(signature: string, provider: string): State {
  return encodeState(provider, { thoughtSignature: signature })
}

/** The signature that the part came with on an earlier turn, ready to go back with it. */
export function signatureOf(call: TargetedCall, part: Part, field: string): { thoughtSignature?: string } {
  const signature = ownState(call, part, field)?.thoughtSignature
  return typeof signature === 'string' ? { thoughtSignature: signature } : {}
}
