import type { DescMessage, Message } from '@bufbuild/protobuf'

/** The name in the contract of what a message of a stream tells, such as `text_delta`, by its oneof `event`. */
export function eventName(desc: DescMessage, message: Message): string {
  const { event } = message as { event?: { case?: string } }
  return desc.fields.find(({ localName }) => localName === event?.case)?.name ?? 'message'
}
