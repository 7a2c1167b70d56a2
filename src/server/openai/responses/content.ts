import type { Part } from '#gen/switchyard/v1/content_pb.js'
import type { Fields } from '../fields.ts'
import { filePart, fileUrlPart, imagePart } from '../media.ts'
import { textPart } from '../parts.ts'
import { invalidParameter, unsupportedParameter } from '../refusals.ts'

type PartReader = (fields: Fields) => Part

/** What a message or the output of a function may hold, by the `type` of its items. */
export type PartReaders = ReadonlyMap<string, PartReader>

const inputText: PartReader = (fields) => textPart(fields.requiredText('text'))

export const TEXT_ONLY: PartReaders = new Map([['input_text', inputText]])

export const USER_PARTS: PartReaders = new Map<string, PartReader>([
  ...TEXT_ONLY,
  ['input_image', imageOf],
  ['input_file', fileOf],
])

export const ASSISTANT_PARTS: PartReaders = new Map<string, PartReader>([
  ...TEXT_ONLY,
  ['output_text', outputText],
  ['refusal', (fields) => textPart(fields.requiredText('refusal'))],
])

/** Text or items, as the content of a message or the output of a function. */
export function partsOf(fields: Fields, name: string, readers: PartReaders): Part[] {
  const content = fields.any(name)
  if (typeof content === 'string') return [textPart(content)]
  const parts = fields.objects(name)?.map((item) => {
    const part = item.requiredChoice('type', readers)(item)
    // Where the vendor may cut its cache: the answer is the same.
    item.ignore('prompt_cache_breakpoint')
    item.end()
    return part
  })
  if (!parts || parts.length === 0) throw invalidParameter(fields.pathOf(name), 'must not be empty')
  return parts
}

function outputText(fields: Fields): Part {
  fields.ignore('annotations', 'logprobs', 'parsed')
  return textPart(fields.requiredText('text'))
}

function imageOf(fields: Fields): Part {
  refuseFileId(fields)
  const url = fields.requiredText('image_url')
  return imagePart(url, fields.pathOf('image_url'), fields.text('detail'), fields.pathOf('detail'))
}

function fileOf(fields: Fields): Part {
  refuseFileId(fields)
  fields.onlyHarmless({ detail: ['auto'] })
  const filename = fields.text('filename') ?? ''
  const url = fields.text('file_url')
  if (url !== undefined) return fileUrlPart(url, filename)
  return filePart(fields.requiredText('file_data'), fields.pathOf('file_data'), filename)
}

/** A file that was uploaded to one vendor says nothing to the others. */
function refuseFileId(fields: Fields): void {
  if (fields.any('file_id') !== undefined) throw unsupportedParameter(fields.pathOf('file_id'))
}
