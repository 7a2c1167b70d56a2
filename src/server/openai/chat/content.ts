import type { Part } from '#gen/switchyard/v1/content_pb.js'
import type { Fields } from '../fields.ts'
import { audioPart, filePart, imagePart } from '../media.ts'
import { textPart } from '../parts.ts'
import { unsupportedParameter } from '../refusals.ts'

type PartReader = (fields: Fields) => Part

/** What a message may hold, by the `type` of its items. */
export type PartReaders = ReadonlyMap<string, PartReader>

export const TEXT_ONLY: PartReaders = new Map([['text', (fields: Fields) => textPart(fields.requiredText('text'))]])

export const USER_PARTS: PartReaders = new Map<string, PartReader>([
  ...TEXT_ONLY,
  ['image_url', imageOf],
  ['input_audio', audioOf],
  ['file', fileOf],
])

/** A model's own refusal is among what it said. */
export const ASSISTANT_PARTS: PartReaders = new Map<string, PartReader>([
  ...TEXT_ONLY,
  ['refusal', (fields) => textPart(fields.requiredText('refusal'))],
])

/** The content of a message, which is text or items; undefined when there is none. */
export function partsOf(fields: Fields, readers: PartReaders): Part[] | undefined {
  const content = fields.any('content')
  if (content === undefined) return undefined
  if (typeof content === 'string') return [textPart(content)]
  return fields.objects('content')?.map((item) => {
    const part = item.requiredChoice('type', readers)(item)
    // Where the vendor may cut its cache: the answer is the same.
    item.ignore('prompt_cache_breakpoint')
    item.end()
    return part
  })
}

/** The texts of parts, joined. */
export function textOf(parts: readonly Part[]): string {
  return parts.map(({ content }) => (content.case === 'text' ? content.value : '')).join('')
}

function imageOf(fields: Fields): Part {
  const image = fields.requiredObject('image_url')
  const url = image.requiredText('url')
  const detail = image.text('detail')
  image.end()
  return imagePart(url, image.pathOf('url'), detail, image.pathOf('detail'))
}

const AUDIO_TYPES: ReadonlyMap<string, string> = new Map([
  ['wav', 'audio/wav'],
  ['mp3', 'audio/mpeg'],
])

function audioOf(fields: Fields): Part {
  const audio = fields.requiredObject('input_audio')
  const part = audioPart(audio.requiredText('data'), audio.pathOf('data'), audio.requiredChoice('format', AUDIO_TYPES))
  audio.end()
  return part
}

function fileOf(fields: Fields): Part {
  const file = fields.requiredObject('file')
  // A file that was uploaded to one vendor says nothing to the others.
  if (file.any('file_id') !== undefined) throw unsupportedParameter(file.pathOf('file_id'))
  const part = filePart(file.requiredText('file_data'), file.pathOf('file_data'), file.text('filename') ?? '')
  file.end()
  return part
}
