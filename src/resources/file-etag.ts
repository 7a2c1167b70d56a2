import { createHash } from 'node:crypto'
import { type DescMessage, type MessageShape, toBinary } from '@bufbuild/protobuf'

/** The etag of what the file says: another one as soon as the file says something else. */
export function fileEtag<Desc extends DescMessage>(desc: Desc, message: MessageShape<Desc>): string {
  return `file-${createHash('sha256').update(toBinary(desc, message)).digest('base64url').slice(0, 22)}`
}
