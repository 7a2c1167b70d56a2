import { modelListPage } from '../anthropic-wire.ts'
import { MODEL } from './speech.ts'

/** How an interface answers what is not about a conversation; absent: it is never asked. */
export interface Questions {
  /** Vectors for texts, in their order, and the tokens of the texts. */
  vectors?(vectors: readonly (readonly number[])[], tokens: number): unknown
  models?(names: readonly string[]): unknown
  tokenCount?(tokens: number): unknown
}

/** Servers of this interface may give the vectors in any order, and as numbers though base64 was asked for. */
export const openAIQuestions: Questions = {
  vectors: (vectors, tokens) => ({
    object: 'list',
    model: MODEL,
    data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })).reverse(),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }),
  models: (names) => ({
    object: 'list',
    data: names.map((id) => ({ id, object: 'model', created: 1, owned_by: 'x' })),
  }),
  tokenCount: (tokens) => ({ object: 'response.input_tokens', input_tokens: tokens }),
}

export const anthropicQuestions: Questions = {
  models: (names) => modelListPage(names.map((id) => ({ id }))),
  tokenCount: (tokens) => ({ input_tokens: tokens }),
}

export const geminiQuestions: Questions = {
  vectors: (vectors, tokens) => ({
    embeddings: vectors.map((values) => ({ values })),
    usageMetadata: { promptTokenCount: tokens },
  }),
  models: (names) => ({
    models: names.map((name) => ({ name: `models/${name}`, supportedGenerationMethods: ['generateContent'] })),
  }),
  tokenCount: (tokens) => ({ totalTokens: tokens }),
}
