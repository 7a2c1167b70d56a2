import type { File, Image, Part } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { base64, notSupported } from '../wire/request.ts'

export type Block = Readonly<Record<string, unknown>>

/** A part of a user's message. Source: https://platform.claude.com/docs/en/api/messages/create */
export function userBlock(call: TargetedCall, part: Part, field: string): Block {
  const { content } = part
  switch (content.case) {
    case 'text':
      return { type: 'text', text: content.value }
    case 'image':
      return { type: 'image', source: imageSource(content.value) }
    case 'file':
      return documentBlock(call, content.value, field)
    case 'audio':
      throw notSupported(call, field, 'Anthropic takes no sound.')
    default:
      throw notSupported(call, field, "a user's message can hold text, images and files only.")
  }
}

export function textBlock(call: TargetedCall, part: Part, field: string): Block {
  if (part.content.case === 'text') return { type: 'text', text: part.content.value }
  throw notSupported(call, field, 'this message can hold text only.')
}

function imageSource({ source, mediaType }: Image): Block {
  if (source.case !== 'data') return { type: 'url', url: source.value }
  return { type: 'base64', media_type: mediaType, data: base64(source.value) }
}

function documentBlock(call: TargetedCall, file: File, field: string): Block {
  const title = file.filename === '' ? {} : { title: file.filename }
  return { type: 'document', source: documentSource(call, file, field), ...title }
}

const PDF = 'application/pdf'

function documentSource(call: TargetedCall, { source, mediaType }: File, field: string): Block {
  if (source.case !== 'data') {
    if (mediaType === PDF || mediaType === '') return { type: 'url', url: source.value }
    throw notSupported(call, field, 'Anthropic fetches files of the type application/pdf only.')
  }
  if (mediaType === PDF) return { type: 'base64', media_type: PDF, data: base64(source.value) }
  if (!mediaType.startsWith('text/')) {
    throw notSupported(call, field, 'Anthropic takes files of the types application/pdf and text/* only.')
  }
  return { type: 'text', media_type: 'text/plain', data: new TextDecoder().decode(source.value) }
}
