import type { Features } from '../features.ts'

export const messagesFeatures: Features = {
  imageData: 'sent',
  imageUrl: 'sent',
  audio: 'refused',
  fileData: 'sent',
  fileUrl: 'sent',
  tools: 'sent',
  parallelTools: 'sent',
  jsonObject: 'refused',
  jsonSchema: 'sent',
  reasoningEffort: 'sent',
  reasoningState: 'sent',
  temperature: 'warned',
  topP: 'warned',
  frequencyPenalty: 'warned',
  presencePenalty: 'warned',
  stop: 'sent',
  seed: 'warned',
  messageName: 'warned',
  embeddings: false,
  modelList: true,
  tokenCount: 'vendor',
}

/** The version before still takes what sampling depends on. */
export const samplingFeatures: Features = { ...messagesFeatures, temperature: 'sent', topP: 'sent' }
