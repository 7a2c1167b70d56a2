/** Where in a GenerateChatStreamResponse the text of its delta is. */
export interface TextPlace {
  readonly start: number
  readonly length: number
}

const SEQUENCE = 0x08
const PART_DELTA = 0x22
const INDEX = 0x08
const TEXT = 0x12

/** Finds the text without decoding the message; undefined when the message is no delta of text. */
export function textDelta(bytes: Uint8Array): TextPlace | undefined {
  let at = bytes[0] === SEQUENCE ? skipVarint(bytes, 1) : 0
  if (bytes[at] !== PART_DELTA) return undefined
  at = skipVarint(bytes, at + 1)
  if (bytes[at] === INDEX) at = skipVarint(bytes, at + 1)
  if (bytes[at] !== TEXT) return undefined
  const start = skipVarint(bytes, at + 1)
  return { start, length: readVarint(bytes, at + 1) }
}

function skipVarint(bytes: Uint8Array, from: number): number {
  let at = from
  while ((bytes[at] ?? 0) > 0x7f) at += 1
  return at + 1
}

function readVarint(bytes: Uint8Array, from: number): number {
  let value = 0
  for (let at = from, shift = 0; ; at += 1, shift += 7) {
    const byte = bytes[at] ?? 0
    value |= (byte & 0x7f) << shift
    if (byte <= 0x7f) return value
  }
}
