import type { DescMessage } from '@bufbuild/protobuf'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'

/** More than any request has use for; as a message, each takes many times the memory of its bytes. */
const MAX_FIELDS = 100_000

/** Whether a message on the wire has more fields, those of messages in it included, than any needs. Malformed ones have not. */
export function hasTooManyFields(desc: DescMessage, bytes: Uint8Array): boolean {
  try {
    return countFields(desc, new BinaryReader(bytes), bytes.length, 0) > MAX_FIELDS
  } catch {
    return false
  }
}

/** Counts on from `count` up to where the message ends, and not much further than the limit. */
function countFields(desc: DescMessage, reader: BinaryReader, end: number, count: number): number {
  const inner = messagesIn(desc)
  let counted = count
  while (reader.pos < end && counted <= MAX_FIELDS) {
    const [number, wireType] = reader.tag()
    counted += 1
    const message = wireType === WireType.LengthDelimited ? inner.get(number) : undefined
    if (!message) reader.skip(wireType, number)
    else {
      const length = reader.uint32()
      counted = countFields(message, reader, reader.pos + length, counted)
    }
  }
  return counted
}

const known = new WeakMap<DescMessage, ReadonlyMap<number, DescMessage>>()

/** The messages in a message, by the numbers of their fields. */
function messagesIn(desc: DescMessage): ReadonlyMap<number, DescMessage> {
  const found =
    known.get(desc) ?? new Map(desc.fields.flatMap(({ number, message }) => (message ? [[number, message]] : [])))
  known.set(desc, found)
  return found
}
