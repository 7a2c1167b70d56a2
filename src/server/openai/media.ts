import type { Part } from '#gen/switchyard/v1/content_pb.js'
import { part } from './parts.ts'
import { invalidParameter } from './refusals.ts'

const DETAILS: ReadonlySet<string> = new Set(['auto', 'low', 'high'])
const HEAD = /^data:([a-z]+\/[a-z0-9.+-]+);base64,/i
/** The head of a data URL is no longer than this. */
const MAX_HEAD = 200

/** A picture by its address, which may have the picture inside. Paths are the parameters' names for errors. */
export function imagePart(url: string, path: string, detail: string | undefined, detailPath: string): Part {
  if (detail !== undefined && !DETAILS.has(detail)) throw invalidParameter(detailPath, 'must be auto, low or high')
  const inside = dataOf(url, path)
  if (!inside && !url.startsWith('https://')) {
    throw invalidParameter(path, 'must be an https address, or a data URL with the picture as base64')
  }
  const source = inside ? { case: 'data' as const, value: inside.data } : { case: 'url' as const, value: url }
  const value = { $typeName: 'switchyard.v1.Image' as const, source, mediaType: inside?.mediaType ?? '' }
  return part({ case: 'image', value: detail === undefined ? value : { ...value, detail } })
}

/** A file from a data URL. */
export function filePart(data: string, path: string, filename: string): Part {
  const inside = dataOf(data, path)
  if (!inside) throw invalidParameter(path, 'must be a data URL with the file as base64')
  const source = { case: 'data' as const, value: inside.data }
  return part({
    case: 'file',
    value: { $typeName: 'switchyard.v1.File', source, mediaType: inside.mediaType, filename },
  })
}

/** A file that the provider fetches. */
export function fileUrlPart(url: string, filename: string): Part {
  const source = { case: 'url' as const, value: url }
  return part({ case: 'file', value: { $typeName: 'switchyard.v1.File', source, mediaType: '', filename } })
}

export function audioPart(data: string, path: string, mediaType: string): Part {
  return part({
    case: 'audio',
    value: { $typeName: 'switchyard.v1.Audio', data: bytesOf(data, path), mediaType },
  })
}

/** What is inside a data URL; undefined when the address is none. */
function dataOf(url: string, path: string) {
  const [head, mediaType = ''] = HEAD.exec(url.slice(0, MAX_HEAD)) ?? []
  if (head === undefined) return undefined
  return { mediaType: mediaType.toLowerCase(), data: bytesOf(url.slice(head.length), path) }
}

/** Throws INVALID_REQUEST when the text is not base64: Node would take what it can read of it. */
export function bytesOf(text: string, path: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length === 0 || bytes.length !== Buffer.byteLength(text, 'base64')) {
    throw invalidParameter(path, 'is not valid base64')
  }
  return new Uint8Array(bytes)
}

export function dataUrl(mediaType: string, data: Uint8Array): string {
  return `data:${mediaType};base64,${base64(data)}`
}

export function base64(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
}
