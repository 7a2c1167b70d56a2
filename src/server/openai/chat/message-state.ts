import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { BinaryReader } from '@bufbuild/protobuf/wire'
import { MessageSchema, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import { base64, bytesOf } from '../media.ts'
import { messageOf } from '../parts.ts'
import { invalidParameter } from '../refusals.ts'

/**
 * The parts of an answer as one opaque text, for clients to send back with it: signatures of reasoning and the like have
 * no other place in Chat Completions. Undefined where no part has any.
 */
export function encodeState(parts: Part[]): string | undefined {
  if (!parts.some(({ providerState }) => providerState)) return undefined
  return base64(toBinary(MessageSchema, messageOf(Role.ASSISTANT, parts)))
}

/** What `encodeState` wrote. Throws INVALID_REQUEST when it is something else. */
export function decodeState(text: string, path: string): Part[] {
  const bytes = bytesOf(text, path)
  try {
    requireFew(bytes)
    return fromBinary(MessageSchema, bytes, { readUnknownFields: false }).parts
  } catch {
    throw invalidParameter(path, 'is not what came with the answer; send it back unchanged, or leave it out')
  }
}

/** As many parts as a message may have, with its role. */
const MAX_FIELDS = 1024 + 1

/** Throws when the message has more fields than one of ours: a part takes far more memory than its bytes. */
function requireFew(bytes: Uint8Array): void {
  const reader = new BinaryReader(bytes)
  for (let count = 0; reader.pos < reader.len; count++) {
    if (count === MAX_FIELDS) throw new Error('There are too many fields.')
    const [number, wireType] = reader.tag()
    reader.skip(wireType, number)
  }
}
