import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { type Part, type ProviderState, ProviderStateSchema } from '#gen/switchyard/v1/content_pb.js'
import { base64, bytesOf } from '../media.ts'
import { invalidParameter } from '../refusals.ts'

/** Tells what was given out here from what OpenAI itself gives. */
const MARK = 'switchyard.'

/** What a part's provider needs back, as the opaque text of an item. */
export function encodeState({ providerState }: Part): string | undefined {
  return providerState && MARK + base64(toBinary(ProviderStateSchema, providerState))
}

/**
 * The part with what `encodeState` wrote. What came from elsewhere is left out, as another provider's always is. Throws
 * INVALID_REQUEST when it was changed.
 */
export function withState(part: Part, text: string | undefined, path: string): Part {
  if (text === undefined || !text.startsWith(MARK)) return part
  return { ...part, providerState: stateIn(text.slice(MARK.length), path) }
}

function stateIn(text: string, path: string): ProviderState {
  const bytes = bytesOf(text, path)
  try {
    return fromBinary(ProviderStateSchema, bytes, { readUnknownFields: false })
  } catch {
    throw invalidParameter(path, 'is not what came with the answer; send it back unchanged, or leave it out')
  }
}
