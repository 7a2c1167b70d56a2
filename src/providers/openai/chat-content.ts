import type { Audio, File, Image, Part } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { base64, dataUrl, notSupported } from '../wire/request.ts'

type WirePart = Record<string, unknown>

/** A part of a user's message as Chat Completions takes it. */
export function chatContent(call: TargetedCall, part: Part, field: string): WirePart {
  const { content } = part
  switch (content.case) {
    case 'text':
      return { type: 'text', text: content.value }
    case 'image':
      return { type: 'image_url', image_url: { url: imageUrl(content.value), ...detailOf(content.value) } }
    case 'audio':
      return {
        type: 'input_audio',
        input_audio: { data: base64(content.value.data), format: format(call, content.value, field) },
      }
    case 'file':
      return { type: 'file', file: fileOf(call, content.value, field) }
    default:
      throw notSupported(call, field, "a user's message can hold text, images, sound and files only.")
  }
}

/** An address, with the picture itself inside when it came as data. */
export function imageUrl(image: Image): string {
  return image.source.case === 'data' ? dataUrl(image.mediaType, image.source.value) : (image.source.value ?? '')
}

function detailOf(image: Image): { detail?: string } {
  return image.detail === undefined ? {} : { detail: image.detail }
}

function format(call: TargetedCall, audio: Audio, field: string): string {
  const subtype = audio.mediaType.slice('audio/'.length)
  if (/^(x-)?wave?$/.test(subtype)) return 'wav'
  if (subtype === 'mpeg' || subtype === 'mp3') return 'mp3'
  throw notSupported(call, field, 'it takes sound as audio/wav or audio/mpeg only.')
}

function fileOf(call: TargetedCall, file: File, field: string): WirePart {
  if (file.source.case !== 'data') throw notSupported(call, field, 'Chat Completions takes files as data only.')
  return { filename: filenameOf(file), file_data: dataUrl(file.mediaType, file.source.value) }
}

/** The vendor wants a name for every file that comes as data, and reads the ending. */
export function filenameOf(file: File): string {
  return file.filename || `document.${file.mediaType === 'text/plain' ? 'txt' : file.mediaType.split('/')[1]}`
}
