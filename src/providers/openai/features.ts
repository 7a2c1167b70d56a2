import type { Features } from '../features.ts'
import type { Compatibility } from '../options.ts'
import { compatibilityOf } from './compatibility.ts'
import type { Kind } from './kinds.ts'

/** What becomes of a request that goes by Chat Completions, which follows from what the kind of server takes. */
export function chatFeaturesOf(kind: Kind): Features {
  const takes = compatibilityOf(kind, { compatibility: {} })
  return {
    ...contentOf(takes),
    tools: 'sent',
    parallelTools: takes.parallelToolCalls ? 'sent' : 'warned',
    jsonObject: 'sent',
    jsonSchema: takes.jsonSchema ? 'sent' : 'warned',
    reasoningEffort: takes.reasoningEffort === 'none' ? 'warned' : 'sent',
    reasoningState: takes.reasoningHistory ? 'sent' : 'warned',
    temperature: 'sent',
    topP: 'sent',
    frequencyPenalty: 'sent',
    presencePenalty: 'sent',
    stop: 'sent',
    seed: takes.seed ? 'sent' : 'warned',
    messageName: takes.messageNames ? 'sent' : 'warned',
    embeddings: true,
    modelList: true,
    tokenCount: kind.tokenCount === 'none' ? 'estimate' : 'tokenizer',
  }
}

function contentOf({ audio, files, imageUrls }: Compatibility) {
  return {
    imageData: 'sent',
    imageUrl: imageUrls ? 'sent' : 'refused',
    audio: audio === 'none' ? 'refused' : 'sent',
    fileData: files === 'none' ? 'refused' : 'sent',
    fileUrl: files === 'file_or_url' || files === 'document_url' ? 'sent' : 'refused',
  } as const
}

/** What becomes of a request that goes by the Responses interface. */
export function responsesFeaturesOf(kind: Kind): Features {
  const chat = chatFeaturesOf(kind)
  return {
    ...chat,
    audio: 'refused',
    fileUrl: 'sent',
    reasoningState: 'sent',
    frequencyPenalty: 'warned',
    presencePenalty: 'warned',
    stop: 'warned',
    seed: 'warned',
    messageName: 'warned',
    tokenCount: kind.tokenCount === 'vendor' ? 'vendor' : chat.tokenCount,
  }
}
