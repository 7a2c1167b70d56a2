import type { Part } from '#gen/switchyard/v1/content_pb.js'
import { ownState } from '../wire/state.ts'
import { imageUrl } from './chat-content.ts'
import { type ChatDraft, leaveOut } from './chat-draft.ts'

/** An assistant's message while it is put together again. */
export interface AssistantTurn {
  /** Pieces of the content. */
  readonly pieces: Record<string, unknown>[]
  /** Other fields of the message. */
  readonly fields: Record<string, unknown>
}

/** Gives reasoning back to the server that it came from. Another's is left out, as the contract says. */
export function giveReasoningBack(draft: ChatDraft, part: Part, field: string, turn: AssistantTurn): void {
  const { content, providerState } = part
  if (content.case !== 'reasoning') return
  const state = draft.compatibility.reasoningHistory ? ownState(draft.call, part, field) : undefined
  if (Array.isArray(state?.reasoning_details)) append(turn.fields, 'reasoning_details', state.reasoning_details)
  else if (state?.reasoning === 'thinking') turn.pieces.push(thinking(content.value.text))
  else if (state?.reasoning === 'reasoning' || state?.reasoning === 'reasoning_content') {
    turn.fields[state.reasoning] = `${turn.fields[state.reasoning] ?? ''}${content.value.text}`
  } else if (!providerState || ownState(draft.call, part, field)) {
    leaveOut(draft, field, `the provider "${draft.call.target.provider}" does not take reasoning back.`)
  }
}

/** Gives a picture or sound back to the server that made it; false when it did not. */
export function giveMediaBack(draft: ChatDraft, part: Part, field: string, turn: AssistantTurn): boolean {
  const { content } = part
  if (content.case !== 'image' && content.case !== 'audio') return false
  const state = ownState(draft.call, part, field)
  if (content.case === 'audio') {
    if (typeof state?.audio !== 'string') return false
    turn.fields.audio = { id: state.audio }
    return true
  }
  if (state?.image !== true) return false
  append(turn.fields, 'images', [{ type: 'image_url', image_url: { url: imageUrl(content.value) } }])
  return true
}

function append(fields: Record<string, unknown>, name: string, items: readonly unknown[]): void {
  fields[name] = [...((fields[name] as unknown[] | undefined) ?? []), ...items]
}

/** Source: https://docs.mistral.ai/capabilities/reasoning/ */
function thinking(text: string): Record<string, unknown> {
  return { type: 'thinking', thinking: [{ type: 'text', text }], closed: true }
}
