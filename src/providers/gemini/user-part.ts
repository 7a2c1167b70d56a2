import type { Part } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { notSupported } from '../wire/request.ts'
import { fileOrImage, sound } from './media.ts'

/** A part of a user's message. */
export function userPart(call: TargetedCall, { content }: Part, field: string): Record<string, unknown> {
  switch (content.case) {
    case 'text':
      return { text: content.value }
    case 'image':
    case 'file':
      return fileOrImage(content.value)
    case 'audio':
      return sound(content.value)
    default:
      throw notSupported(call, field, "a user's message can hold text, images, sound and files only.")
  }
}
