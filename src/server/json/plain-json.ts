import { type DescMessage, type JsonValue, type MessageShape, toJson } from '@bufbuild/protobuf'

/**
 * A message as protobuf's JSON with the names of the contract. What has no presence is told also where it is 0, empty or
 * false, so that whoever reads it need not know what is left out.
 */
export function plainJson<Desc extends DescMessage>(desc: Desc, message: MessageShape<Desc>): JsonValue {
  return toJson(desc, message, { alwaysEmitImplicit: true, useProtoFieldName: true })
}
