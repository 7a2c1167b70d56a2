import { describe, expect, it } from 'vitest'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { MISTRAL, OLLAMA, OPENROUTER, VLLM } from '../../../src/providers/compatible/kinds.ts'
import { toChatRequest } from '../../../src/providers/openai/chat-request.ts'
import { compatibilityOf } from '../../../src/providers/openai/compatibility.ts'
import { COMPATIBLE, type Kind } from '../../../src/providers/openai/kinds.ts'
import { type CallChoices, targetedCall } from '../../support/call.ts'

type Request = NonNullable<CallChoices['request']>
type Parts = NonNullable<NonNullable<Request['messages']>[number]['parts']>

function bodyFor(kind: Kind, request: Request) {
  return toChatRequest(targetedCall({ request }), compatibilityOf(kind, { compatibility: {} })).body
}

describe('the parts of a user’s message', () => {
  const part = (kind: Kind, ...parts: Parts) => {
    const [message] = bodyFor(kind, { messages: [{ role: Role.USER, parts }] }).messages as { content: unknown[] }[]
    return message?.content[0]
  }
  const image: Parts[number] = {
    content: { case: 'image', value: { source: { case: 'url', value: 'https://x.test/a.png' } } },
  }
  const sound: Parts[number] = { content: { case: 'audio', value: { data: Uint8Array.of(1), mediaType: 'audio/wav' } } }
  const pdf = (source: 'data' | 'url', filename = ''): Parts[number] => ({
    content: {
      case: 'file',
      value: {
        source:
          source === 'data'
            ? { case: 'data', value: Uint8Array.of(1) }
            : { case: 'url', value: 'https://x.test/a.pdf' },
        mediaType: 'application/pdf',
        filename,
      },
    },
  })
  const data = 'data:application/pdf;base64,AQ=='

  it('are files by data or address for Mistral, in its own form', () => {
    expect(part(MISTRAL, pdf('data', 'a.pdf'))).toEqual({
      type: 'document_url',
      document_url: data,
      document_name: 'a.pdf',
    })
    expect(part(MISTRAL, pdf('url'))).toEqual({ type: 'document_url', document_url: 'https://x.test/a.pdf' })
  })

  it('are files by data or address for OpenRouter, in OpenAI’s form', () => {
    expect(part(OPENROUTER, pdf('data'))).toEqual({ type: 'file', file: { filename: 'document.pdf', file_data: data } })
    expect(part(OPENROUTER, pdf('url', 'a.pdf'))).toEqual({
      type: 'file',
      file: { filename: 'a.pdf', file_data: 'https://x.test/a.pdf' },
    })
  })

  it('are sound as text for Mistral, and as an object for others', () => {
    expect(part(MISTRAL, sound)).toEqual({ type: 'input_audio', input_audio: 'AQ==' })
    expect(part(VLLM, sound)).toEqual({ type: 'input_audio', input_audio: { data: 'AQ==', format: 'wav' } })
  })

  it.each<[string, Kind, Parts[number]]>([
    ['files for vLLM', VLLM, pdf('data')],
    ['files for Ollama', OLLAMA, pdf('data')],
    ['addresses of pictures for Ollama', OLLAMA, image],
    ['addresses of files for any server', COMPATIBLE, pdf('url')],
  ])('are refused where there is no form: %s', (_, kind, refused) => {
    expect(() => part(kind, refused)).toThrow(expect.objectContaining({ reasonName: 'NOT_SUPPORTED_BY_PROVIDER' }))
  })

  it('are refused as sound where the file says that the server takes none', () => {
    const compatibility = compatibilityOf(COMPATIBLE, { compatibility: { audio: 'none' } })
    const call = targetedCall({ request: { messages: [{ role: Role.USER, parts: [sound] }] } })
    expect(() => toChatRequest(call, compatibility)).toThrow(
      expect.objectContaining({ reasonName: 'NOT_SUPPORTED_BY_PROVIDER' }),
    )
  })
})
