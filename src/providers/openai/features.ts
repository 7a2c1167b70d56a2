import type { Features } from '../features.ts'

export const chatFeatures: Features = {
  imageData: 'sent',
  imageUrl: 'sent',
  audio: 'sent',
  fileData: 'sent',
  fileUrl: 'refused',
  tools: 'sent',
  parallelTools: 'sent',
  jsonObject: 'sent',
  jsonSchema: 'sent',
  reasoningEffort: 'sent',
  reasoningState: 'warned',
  temperature: 'sent',
  topP: 'sent',
  frequencyPenalty: 'sent',
  presencePenalty: 'sent',
  stop: 'sent',
  seed: 'sent',
  messageName: 'sent',
  embeddings: true,
  modelList: true,
  tokenCount: 'tokenizer',
}

export const responsesFeatures: Features = {
  ...chatFeatures,
  audio: 'refused',
  fileUrl: 'sent',
  reasoningState: 'sent',
  frequencyPenalty: 'warned',
  presencePenalty: 'warned',
  stop: 'warned',
  seed: 'warned',
  messageName: 'warned',
  tokenCount: 'vendor',
}
