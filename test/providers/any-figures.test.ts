import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GatewayError } from '../../src/core/errors.ts'
import type { Ending } from '../../src/core/events.ts'
import { modelPage } from '../../src/providers/anthropic/model-list.ts'
import { countIn } from '../../src/providers/gemini/count-tokens.ts'
import { embeddingsIn } from '../../src/providers/gemini/embed.ts'
import { listModels } from '../../src/providers/gemini/models.ts'
import { toEnding } from '../../src/providers/openai/embeddings.ts'
import { toVendorModels } from '../../src/providers/openai/model-list.ts'
import type { TokenCount, VendorModel } from '../../src/providers/provider.ts'
import { parseObject } from '../../src/providers/wire/json.ts'
import { tokenCountOf } from '../../src/providers/wire/token-count.ts'
import { modelListPage } from '../support/anthropic-wire.ts'
import { mutated, mutations } from '../support/hostile/mutations.ts'
import { responseOf } from '../support/hostile/played-body.ts'
import { expectForeseen, expectUnpolluted } from '../support/hostile/sound-answer.ts'
import { base64Vector, embeddingList } from '../support/openai-wire.ts'
import { readerContext } from '../support/read-events.ts'

type Json = Record<string, unknown>

const RUNS = { numRuns: 1000 }

const INPUTS = 2

function expectVectors({ vectors = [], usage }: Ending): void {
  expect(vectors).toHaveLength(INPUTS)
  for (const vector of vectors) {
    expect(vector.length).toBeGreaterThan(0)
    expect(vector.every((value) => Number.isFinite(value))).toBe(true)
  }
  expect(usage?.inputTokens ?? 0n).toBeGreaterThanOrEqual(0n)
}

function expectModels(models: readonly VendorModel[]): void {
  for (const { name, contextWindow = 1n, maxOutputTokens = 1n } of models) {
    expect(name).toMatch(/./)
    expect(contextWindow).toBeGreaterThan(0n)
    expect(maxOutputTokens).toBeGreaterThan(0n)
  }
}

function expectCount({ inputTokens, estimated }: TokenCount): void {
  expect(inputTokens).toBeGreaterThanOrEqual(0n)
  expect(estimated).toBe(false)
}

interface Question<Value> {
  readonly name: string
  readonly valid: Json
  read(text: string): Value | Promise<Value>
  expectSound(value: Value): void
}

/** The value's type is known to the question alone. */
function question<Value>(asked: Question<Value>): Question<never> {
  return asked as unknown as Question<never>
}

const object = (text: string) => parseObject(text, readerContext)
const geminiModel = {
  name: 'models/a',
  inputTokenLimit: 5,
  outputTokenLimit: 3,
  supportedGenerationMethods: ['embedContent'],
}

const questions = [
  question({
    name: 'vectors of OpenAI',
    valid: embeddingList([[1, 2], base64Vector([3, 4])]),
    read: (text) => toEnding(object(text), { inputs: ['a', 'b'], dimensions: undefined }, readerContext),
    expectSound: expectVectors,
  }),
  question({
    name: 'vectors of Gemini',
    valid: { embeddings: [{ values: [1, 2] }, { values: [3, 4] }], usageMetadata: { promptTokenCount: 3 } },
    read: (text) => embeddingsIn(object(text), INPUTS, readerContext),
    expectSound: expectVectors,
  }),
  question({
    name: 'vectors of Vertex AI',
    valid: {
      predictions: [1, 2].map((value) => ({ embeddings: { values: [value], statistics: { token_count: 3 } } })),
    },
    read: (text) => embeddingsIn(object(text), INPUTS, readerContext),
    expectSound: expectVectors,
  }),
  question({
    name: 'models of OpenAI',
    valid: { data: [{ id: 'a', context_length: 5, top_provider: { max_completion_tokens: 3 } }, { id: 'b' }] },
    read: (text) => toVendorModels(object(text), readerContext),
    expectSound: expectModels,
  }),
  question({
    name: 'models of Anthropic',
    valid: modelListPage([{ id: 'a', max_input_tokens: 5, max_tokens: 3 }, { id: 'b' }], true),
    read: (text) => modelPage(object(text), readerContext).models,
    expectSound: expectModels,
  }),
  question({
    name: 'models of Gemini',
    valid: { models: [geminiModel, { name: 'models/b' }], nextPageToken: 'more' },
    read: (text) => listModels(geminiAnswering(text), readerContext, new AbortController().signal),
    expectSound: expectModels,
  }),
  question({
    name: 'a count of OpenAI',
    valid: { object: 'response.input_tokens', input_tokens: 5 },
    read: (text) => tokenCountOf(object(text).input_tokens, readerContext),
    expectSound: expectCount,
  }),
  question({
    name: 'a count of Gemini',
    valid: { totalTokens: 5 },
    read: (text) => countIn(object(text), readerContext),
    expectSound: expectCount,
  }),
]

function geminiAnswering(text: string): Parameters<typeof listModels>[0] {
  const models = async () => responseOf(text)
  return { models, post: models, close: async () => {} }
}

describe.each(questions)('any answer with $name', ({ valid, read, expectSound }) => {
  async function expectSoundOrRefused(text: string): Promise<void> {
    try {
      expectSound((await read(text)) as never)
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
      expectForeseen(error)
    }
    expectUnpolluted()
  }

  it('is sound when nothing is wrong with it', async () => {
    expectSound((await read(JSON.stringify(valid))) as never)
  })

  it('is sound or refused, whatever is wrong with it', () =>
    fc.assert(
      fc.asyncProperty(mutations, (applied) => expectSoundOrRefused(mutated([valid], applied)[0] ?? '')),
      RUNS,
    ))

  it('is sound or refused when it is any JSON', () =>
    fc.assert(
      fc.asyncProperty(fc.json(), (text) => expectSoundOrRefused(text)),
      RUNS,
    ))
})
