import { createHash } from 'node:crypto'
import { type DescMessage, type MessageShape, toBinary } from '@bufbuild/protobuf'

/** An etag that is another one as soon as the message is. Fields that are output only must not be set. */
export function contentEtag<Desc extends DescMessage>(kind: string, desc: Desc, message: MessageShape<Desc>): string {
  return `${kind}-${createHash('sha256').update(toBinary(desc, message)).digest('base64url').slice(0, 22)}`
}

/** The etag of what the file says. */
export function fileEtag<Desc extends DescMessage>(desc: Desc, message: MessageShape<Desc>): string {
  return contentEtag('file', desc, message)
}
