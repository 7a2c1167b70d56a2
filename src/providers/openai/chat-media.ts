import type { Audio, Image } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { accountOf } from '../../core/call.ts'
import type { AnswerWriter } from '../wire/answer-writer.ts'
import type { ChatAudio, ChatImage } from './chat-chunk.ts'
import { chatState } from './chat-state.ts'

/** The picture at an address, which may have the picture inside; undefined when it is neither. */
export function imageAt(url: unknown): Image | undefined {
  if (typeof url !== 'string') return undefined
  if (url.startsWith('https://')) return image('', { case: 'url', value: url })
  const [, mediaType, data] = /^data:(image\/[a-z0-9.+-]{1,64});base64,(.+)$/s.exec(url) ?? []
  const value = bytesOf(data ?? '')
  return mediaType && value.length > 0 ? image(mediaType, { case: 'data', value }) : undefined
}

export function image(mediaType: string, source: Image['source']): Image {
  return { $typeName: 'switchyard.v1.Image', source, mediaType }
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'base64'))
}

/** What the caller asked sound for, which the answer does not repeat. */
export function audioTypeOf({ request, target }: TargetedCall): string {
  const audio = request.options?.providerOptions[accountOf(target.provider)]?.audio
  const format = typeof audio === 'object' && audio !== null && 'format' in audio ? audio.format : undefined
  if (format === 'mp3') return 'audio/mpeg'
  return typeof format === 'string' && /^[a-z0-9]{1,32}$/.test(format) ? `audio/${format}` : 'audio/wav'
}

/** Pictures and sound that a model made. They are written whole: sound when the last of it has come. */
export class ChatMedia {
  readonly #writer: AnswerWriter
  readonly #provider: string
  readonly #audioType: string
  #sound: Uint8Array[] = []
  #soundId: string | undefined

  constructor(writer: AnswerWriter, provider: string, audioType: string) {
    this.#writer = writer
    this.#provider = provider
    this.#audioType = audioType
  }

  images(images: readonly (ChatImage | null)[]): void {
    for (const made of images) {
      const value = imageAt(made?.image_url?.url)
      if (value) this.#writer.end(this.#writer.start({ case: 'image', value }), this.#state({ image: true }))
    }
  }

  sound({ id, data }: ChatAudio): void {
    if (typeof id === 'string') this.#soundId = id
    if (typeof data === 'string') this.#sound.push(bytesOf(data))
  }

  end(): void {
    const data = new Uint8Array(Buffer.concat(this.#sound))
    if (data.length === 0) return
    const value: Audio = { $typeName: 'switchyard.v1.Audio', data, mediaType: this.#audioType }
    const part = this.#writer.start({ case: 'audio', value })
    this.#writer.end(part, this.#soundId === undefined ? undefined : this.#state({ audio: this.#soundId }))
  }

  #state(state: Parameters<typeof chatState>[1]) {
    return chatState(this.#provider, state)
  }
}
