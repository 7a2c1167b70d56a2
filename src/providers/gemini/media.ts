import type { Audio, File, Image } from '#gen/switchyard/v1/content_pb.js'
import { base64 } from '../wire/request.ts'

type WirePart = Record<string, unknown>

/**
 * A picture or document: the data itself, or an address that the vendor fetches.
 * Source: https://ai.google.dev/gemini-api/docs/file-input-methods
 */
export function fileOrImage({ source, mediaType }: Image | File): WirePart {
  if (source.case === 'data') return inlineData(mediaType, source.value)
  return { fileData: { ...(mediaType === '' ? {} : { mimeType: mediaType }), fileUri: source.value } }
}

export function sound({ mediaType, data }: Audio): WirePart {
  return inlineData(mediaType, data)
}

function inlineData(mimeType: string, data: Uint8Array): WirePart {
  return { inlineData: { mimeType, data: base64(data) } }
}
