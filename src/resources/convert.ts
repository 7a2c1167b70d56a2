import { type DescMessage, fromBinary, type MessageShape, toBinary } from '@bufbuild/protobuf'

/**
 * A message as one of another type with the same fields by number. The contract and the configuration have types of
 * their own for the same things, since their packages cannot import each other; a test holds them to the same fields.
 */
export function convert<From extends DescMessage, To extends DescMessage>(
  from: From,
  message: MessageShape<From>,
  to: To,
): MessageShape<To> {
  return fromBinary(to, toBinary(from, message), { readUnknownFields: false })
}
