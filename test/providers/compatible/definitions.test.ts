import { describe, expect, it } from 'vitest'
import type { AttemptRecord } from '../../../src/core/call.ts'
import { usageOf } from '../../../src/core/events.ts'
import { mistral, ollama, openrouter, vllm } from '../../../src/providers/compatible/definitions.ts'
import type { AdapterDefinition } from '../../../src/providers/definition.ts'
import { openaiCompatible } from '../../../src/providers/openai/definition.ts'
import { adapters } from '../../../src/providers/registry.ts'
import { createPrices } from '../../../src/usage/prices.ts'
import { load } from '../../config/load-config.ts'

const NOW = 1_800_000_000_000

function pricesOf(...definitions: AdapterDefinition[]) {
  return createPrices(
    definitions.map(({ name, priceVendor: vendor, models = [] }) => ({
      name,
      vendor,
      baseUrl: '',
      models: [...models, { name: 'llama3.2' }].map((model) => ({ name: model.name, price: undefined })),
    })),
  )
}

describe('the models that a key is enough for', () => {
  it('have one meaning over all vendors', () => {
    const names = adapters.flatMap(({ models = [] }) => models.map(({ name }) => name))
    expect(new Set(names).size).toBe(names.length)
  })

  it.each([mistral, openrouter])('of $name have prices and one for each class', async (definition) => {
    const prices = await pricesOf(definition)
    const { models = [], name: provider } = definition
    expect(models.map(({ tier }) => tier)).toEqual(['fast', 'balanced', 'premium'])
    for (const { name } of models) {
      expect(prices.priceOf({ provider, name, model: name }, NOW)?.input?.amountNanos).toBeGreaterThan(0n)
    }
  })

  it.each([vllm, ollama])('of $name are one’s own and cost nothing, marked', async (definition) => {
    const prices = await pricesOf(definition)
    const target = { provider: definition.name, name: 'llama3.2', model: 'llama3.2' }
    const usage = usageOf({ input: 10, output: 10 })
    const attempt: Pick<AttemptRecord, 'target' | 'usage' | 'reportedModel' | 'startTime'> = {
      target,
      usage,
      reportedModel: 'gpt-5',
      startTime: NOW,
    }
    expect(prices.costOf(attempt)).toMatchObject({ total: { amountNanos: 0n }, estimated: true })
    expect(definition.models).toBeUndefined()
  })
})

describe('what a definition says of its features', () => {
  const featuresOf = ({ features }: AdapterDefinition) => features['Chat Completions']

  it.each<[AdapterDefinition, Record<string, string>]>([
    [mistral, { fileUrl: 'sent', messageName: 'warned', reasoningState: 'sent', tokenCount: 'estimate' }],
    [openrouter, { fileUrl: 'sent', messageName: 'sent', reasoningState: 'sent', tokenCount: 'tokenizer' }],
    [vllm, { fileData: 'refused', imageUrl: 'sent', reasoningState: 'sent', tokenCount: 'estimate' }],
    [ollama, { fileData: 'refused', imageUrl: 'refused', parallelTools: 'warned', messageName: 'warned' }],
    [openaiCompatible, { fileData: 'sent', fileUrl: 'refused', reasoningState: 'warned', tokenCount: 'tokenizer' }],
  ])('follows from its kind: $name', (definition, said) => {
    expect(featuresOf(definition)).toMatchObject(said)
  })
})

describe('the configuration', () => {
  it('needs no address and no key for Ollama, and an address for vLLM', () => {
    const [provider] = load('providers: [{name: o, adapter: ollama, models: [llama3.2]}]').providers
    expect(provider?.endpoints).toMatchObject([{ name: 'o', baseUrl: 'http://127.0.0.1:11434/v1', apiKey: undefined }])
    expect(() => load('providers: [{name: v, adapter: vllm, models: [a]}]')).toThrow(/needs a `base_url`/)
  })

  it('offers the known models of a vendor with its key', () => {
    const [provider] = load('providers: [{name: m, adapter: mistral}]', { MISTRAL_API_KEY: 'k' }).providers
    expect(provider?.endpoints).toMatchObject([{ baseUrl: 'https://api.mistral.ai/v1' }])
    expect(provider?.models.map(({ name }) => name)).toEqual(mistral.models?.map(({ name }) => name))
  })

  it('sets every flag of a server, and none that the file leaves out', () => {
    const flags = [
      'max_tokens_field: max_completion_tokens, stream_options: false, seed: false, seed_field: random_seed',
      'json_schema: false, system_role: developer, required_tool_choice: any, parallel_tool_calls: false',
      'short_tool_call_ids: true, reasoning_effort: reasoning, efforts: [low, high], reasoning_history: true',
      'message_names: false, image_urls: false, audio: text, files: document_url',
      'dimensions_field: output_dimension, base64_vectors: true',
    ]
    const provider = (more: string) =>
      load(`providers: [{name: p, adapter: openai_compatible, base_url: "https://a.example", models: [a]${more}}]`)
        .providers[0]
    expect(provider(`, compatibility: {${flags.join(', ')}}`)?.compatibility).toEqual({
      maxTokensField: 'max_completion_tokens',
      streamOptions: false,
      seed: false,
      seedField: 'random_seed',
      jsonSchema: false,
      systemRole: 'developer',
      requiredToolChoice: 'any',
      parallelToolCalls: false,
      shortToolCallIds: true,
      reasoningEffort: 'reasoning',
      efforts: ['low', 'high'],
      reasoningHistory: true,
      messageNames: false,
      imageUrls: false,
      audio: 'text',
      files: 'document_url',
      dimensionsField: 'output_dimension',
      base64Vectors: true,
    })
    expect(provider('')?.compatibility).toEqual({})
    expect(provider(', compatibility: {efforts: []}')?.compatibility).toEqual({})
  })

  it.each(['seed_field: x', 'required_tool_choice: must', 'efforts: [enormous]', 'audio: mp3'])(
    'refuses the flag %s',
    (flag) => {
      const file = `providers: [{name: p, adapter: vllm, base_url: "https://a.example", models: [a], compatibility: {${flag}}}]`
      expect(() => load(file)).toThrow(/compatibility/)
    },
  )
})
