import type { Audio, File, Image, Part } from '#gen/switchyard/v1/content_pb.js'
import { base64, dataUrl, notSupported } from '../wire/request.ts'
import type { ChatDraft } from './chat-draft.ts'

type WirePart = Record<string, unknown>

/** A part of a user's message as Chat Completions takes it. */
export function chatContent(draft: ChatDraft, part: Part, field: string): WirePart {
  const { content } = part
  switch (content.case) {
    case 'text':
      return { type: 'text', text: content.value }
    case 'image':
      return { type: 'image_url', image_url: imageOf(draft, content.value, field) }
    case 'audio':
      return { type: 'input_audio', input_audio: audioOf(draft, content.value, field) }
    case 'file':
      return fileOf(draft, content.value, field)
    default:
      throw notSupported(draft.call, field, "a user's message can hold text, images, sound and files only.")
  }
}

function imageOf({ call, compatibility }: ChatDraft, image: Image, field: string): WirePart {
  if (image.source.case === 'url' && !compatibility.imageUrls) {
    throw notSupported(call, field, 'it takes pictures as data only.')
  }
  return { url: imageUrl(image), ...(image.detail === undefined ? {} : { detail: image.detail }) }
}

/** An address, with the picture itself inside when it came as data. */
export function imageUrl(image: Image): string {
  return image.source.case === 'data' ? dataUrl(image.mediaType, image.source.value) : (image.source.value ?? '')
}

function audioOf(draft: ChatDraft, audio: Audio, field: string): unknown {
  switch (draft.compatibility.audio) {
    case 'object':
      return { data: base64(audio.data), format: formatOf(draft, audio, field) }
    case 'text':
      return base64(audio.data)
    case 'none':
      throw notSupported(draft.call, field, 'it takes no sound.')
  }
}

function formatOf({ call }: ChatDraft, audio: Audio, field: string): string {
  const subtype = audio.mediaType.slice('audio/'.length)
  if (/^(x-)?wave?$/.test(subtype)) return 'wav'
  if (subtype === 'mpeg' || subtype === 'mp3') return 'mp3'
  throw notSupported(call, field, 'it takes sound as audio/wav or audio/mpeg only.')
}

function fileOf({ call, compatibility }: ChatDraft, file: File, field: string): WirePart {
  const isData = file.source.case === 'data'
  switch (compatibility.files) {
    case 'none':
      throw notSupported(call, field, 'it takes no files.')
    case 'document_url': {
      const name = file.filename ? { document_name: file.filename } : {}
      return { type: 'document_url', document_url: fileUrl(file), ...name }
    }
    case 'file':
      if (!isData) throw notSupported(call, field, 'it takes files as data only.')
  }
  return { type: 'file', file: { filename: filenameOf(file), file_data: fileUrl(file) } }
}

function fileUrl({ mediaType, source }: File): string {
  return source.case === 'data' ? dataUrl(mediaType, source.value) : (source.value ?? '')
}

/** The vendor wants a name for every file that comes as data, and reads the ending. */
export function filenameOf(file: File): string {
  return (
    file.filename || `document.${file.mediaType === 'text/plain' ? 'txt' : (file.mediaType.split('/')[1] ?? 'pdf')}`
  )
}
