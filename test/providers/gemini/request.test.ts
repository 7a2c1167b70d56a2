import { describe, expect, it } from 'vitest'
import { Role, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'
import { toGeminiRequest } from '../../../src/providers/gemini/request.ts'
import { type CallChoices, targetedCall, userMessage } from '../../support/call.ts'

type Request = NonNullable<CallChoices['request']>

const hello = { messages: [userMessage('hello')] }
const contents = [{ role: 'user', parts: [{ text: 'hello' }] }]

function requestOf(request: Request, model = 'gemini-2.5-flash') {
  return toGeminiRequest(targetedCall({ request, model }))
}

const bodyOf = (request: Request, model?: string) => requestOf(request, model).body

describe('toGeminiRequest', () => {
  it('sends nothing that is not set', () => {
    expect(requestOf(hello)).toEqual({ body: { contents }, warnings: [] })
  })

  it('sends every option', () => {
    const options = {
      maxOutputTokens: 100n,
      temperature: 0,
      topP: 0.5,
      frequencyPenalty: -1,
      presencePenalty: 1,
      stop: ['END'],
      seed: -7n,
    }
    expect(requestOf({ ...hello, options })).toEqual({
      body: {
        contents,
        generationConfig: {
          maxOutputTokens: 100,
          temperature: 0,
          topP: 0.5,
          frequencyPenalty: -1,
          presencePenalty: 1,
          stopSequences: ['END'],
          seed: -7,
        },
      },
      warnings: [],
    })
  })

  it('refuses a seed that JSON cannot carry', () => {
    expect(() => bodyOf({ ...hello, options: { seed: 2n ** 60n } })).toThrow(/options.seed/)
  })

  it('sends tools and the choice among them', () => {
    const tools = [{ name: 'f', description: 'does', parametersSchema: '{"type":"object"}' }, { name: 'g' }]
    const toolChoice = { mode: ToolChoice_Mode.NAMED, name: 'f' }
    expect(bodyOf({ ...hello, tools, toolChoice })).toEqual({
      contents,
      tools: [
        {
          functionDeclarations: [
            { name: 'f', description: 'does', parametersJsonSchema: { type: 'object' } },
            { name: 'g' },
          ],
        },
      ],
      toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['f'] } },
    })
  })

  it.each([
    [ToolChoice_Mode.AUTO, 'AUTO'],
    [ToolChoice_Mode.NONE, 'NONE'],
    [ToolChoice_Mode.REQUIRED, 'ANY'],
  ])('sends the choice %s as %s', (mode, word) => {
    expect(bodyOf({ ...hello, toolChoice: { mode } }).toolConfig).toEqual({ functionCallingConfig: { mode: word } })
  })

  it('sends no choice that is not made', () => {
    expect(bodyOf({ ...hello, toolChoice: { mode: ToolChoice_Mode.UNSPECIFIED } })).not.toHaveProperty('toolConfig')
  })

  it.each(['{', '[]', '7', 'null'])('refuses the schema %s', (parametersSchema) => {
    expect(() => bodyOf({ ...hello, tools: [{ name: 'f', parametersSchema }] })).toThrow(
      expect.objectContaining({
        reasonName: 'INVALID_REQUEST',
        violations: [expect.objectContaining({ field: 'tools[0].parameters_schema' })],
      }),
    )
  })

  it('asks for JSON, by a schema that describes itself', () => {
    const config = (format: NonNullable<Request['responseFormat']>['format']) =>
      bodyOf({ ...hello, responseFormat: { format: format as never } }).generationConfig
    const responseMimeType = 'application/json'
    expect(config({ case: 'jsonObject', value: {} })).toEqual({ responseMimeType })
    expect(config({ case: 'jsonSchema', value: { name: 'n', schema: '{"type":"object"}', description: 'd' } })).toEqual(
      {
        responseMimeType,
        responseJsonSchema: { type: 'object', description: 'd' },
      },
    )
    const described = { name: 'n', schema: '{"description":"own"}', description: 'd' }
    expect(config({ case: 'jsonSchema', value: described })).toMatchObject({
      responseJsonSchema: { description: 'own' },
    })
  })

  it.each<[string, Request]>([
    ['tool_choice.parallel', { ...hello, toolChoice: { mode: ToolChoice_Mode.AUTO, parallel: false } }],
    ['tools[0].strict', { ...hello, tools: [{ name: 'f', strict: true }] }],
    ['messages[0].name', { messages: [{ ...userMessage('hello'), name: 'ada' }] }],
  ])('says that %s was not sent', (field, request) => {
    expect(requestOf(request).warnings).toEqual([expect.stringMatching(/^.* was not sent: Gemini does not have it\.$/)])
    expect(requestOf(request).warnings[0]).toContain(field)
  })

  it('says what of a part was not sent', () => {
    const image = { source: { case: 'url', value: 'https://x.test/a.png' }, detail: 'low' } as const
    const file = { source: { case: 'url', value: 'https://x.test/a.pdf' }, filename: 'a.pdf' } as const
    const parts = [{ content: { case: 'image', value: image } }, { content: { case: 'file', value: file } }] as const
    expect(requestOf({ messages: [{ role: Role.USER, parts: [...parts] }] }).warnings).toEqual([
      'messages[0].parts[0].image.detail was not sent: Gemini does not have it.',
      'messages[0].parts[1].file.filename was not sent: Gemini does not have it.',
    ])
  })
})

describe('provider options', () => {
  const asking = (played: Record<string, unknown>, options: Request['options'] = {}) =>
    bodyOf({ ...hello, options: { ...options, providerOptions: { played: played as never, other: { x: 1 } } } })

  it("add the provider's own fields, and those of no other", () => {
    expect(asking({ cachedContent: 'cachedContents/1' })).toEqual({ contents, cachedContent: 'cachedContents/1' })
  })

  it('stand beside what the request sets in generationConfig', () => {
    const own = { generationConfig: { topK: 3 } }
    expect(asking(own)).toEqual({ contents, ...own })
    expect(asking(own, { temperature: 1 })).toEqual({ contents, generationConfig: { temperature: 1, topK: 3 } })
  })

  it.each([
    [{ contents: [] }, 'contents'],
    [{ generationConfig: { temperature: 2 } }, 'generationConfig.temperature'],
    [{ generationConfig: 'x' }, 'generationConfig'],
  ])('cannot change what the request sets: %j', (played, field) => {
    expect(() => asking(played, { temperature: 1 })).toThrow(
      expect.objectContaining({
        reasonName: 'INVALID_REQUEST',
        violations: [expect.objectContaining({ field: `options.provider_options["played"].${field}` })],
      }),
    )
  })
})

describe('a reasoning effort', () => {
  const { NONE, MINIMAL, LOW, MEDIUM, HIGH, MAX } = ReasoningEffort
  const asking = (model: string, reasoningEffort: ReasoningEffort) => {
    const { body, warnings } = requestOf({ ...hello, options: { reasoningEffort } }, model)
    return { ...(body.generationConfig as { thinkingConfig?: object } | undefined)?.thinkingConfig, warnings }
  }

  it.each([
    [NONE, 'MINIMAL', 1],
    [MINIMAL, 'MINIMAL', 0],
    [LOW, 'LOW', 0],
    [MEDIUM, 'MEDIUM', 0],
    [HIGH, 'HIGH', 0],
    [MAX, 'HIGH', 1],
  ])('%s is the level %s of Gemini 3, with %s warnings', (effort, thinkingLevel, warnings) => {
    for (const model of ['gemini-3-pro-preview', 'models/gemini-3.8-flash', 'gemini-flash-latest']) {
      const asked = asking(model, effort)
      expect(asked).toMatchObject({ thinkingLevel, ...(effort === NONE ? {} : { includeThoughts: true }) })
      expect(asked.warnings).toHaveLength(warnings)
    }
  })

  it.each([
    [NONE, 0],
    [MINIMAL, 512],
    [LOW, 1024],
    [MEDIUM, 8192],
    [HIGH, 24_576],
    [MAX, 24_576],
  ])('%s is a budget of %s tokens of Gemini 2.5', (effort, thinkingBudget) => {
    const shown = effort === NONE ? {} : { includeThoughts: true }
    expect(asking('gemini-2.5-flash', effort)).toEqual({ thinkingBudget, ...shown, warnings: [] })
  })

  it('knows the bounds of Gemini 2.5 Pro', () => {
    expect(asking('gemini-2.5-pro', MAX)).toEqual({ thinkingBudget: 32_768, includeThoughts: true, warnings: [] })
    expect(asking('google/gemini-2.5-pro', NONE)).toEqual({
      thinkingBudget: 128,
      warnings: ['options.reasoning_effort was brought to the nearest that the model has, 128 tokens.'],
    })
  })

  it.each(['gemini-2.0-flash', 'gemini-1.5-pro', 'gemma-3-27b-it'])('is not sent to %s', (model) => {
    expect(asking(model, LOW)).toEqual({
      warnings: ['options.reasoning_effort was not sent: the model does not reason.'],
    })
    expect(asking(model, NONE)).toEqual({ warnings: [] })
  })

  it('is not sent when it is not set', () => {
    expect(asking('gemini-3-pro-preview', ReasoningEffort.UNSPECIFIED)).toEqual({ warnings: [] })
  })
})
