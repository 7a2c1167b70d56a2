import fc from 'fast-check'

/** What a caller of Chat Completions may send, by the grammar of OpenAI's own types; bounds are kept here and there. */
const text = fc.string({ maxLength: 12 })
const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/)
const schema = fc.oneof(
  fc.constant({ type: 'object', properties: { a: { type: 'string' } } }),
  fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
)

const textItem = fc.record({ type: fc.constant('text'), text })
const items = (...more: fc.Arbitrary<unknown>[]) =>
  fc.oneof(text, fc.array(fc.oneof(textItem, ...more), { minLength: 1, maxLength: 3 }))

const base64 = fc.uint8Array({ minLength: 1, maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const imageUrl = fc.oneof(
  fc.constant('https://example.com/a.png'),
  base64.map((data) => `data:image/png;base64,${data}`),
)
const image = fc.record({
  type: fc.constant('image_url'),
  image_url: fc.record({ url: imageUrl, detail: fc.constantFrom('auto', 'low', 'high') }, { requiredKeys: ['url'] }),
})
const audio = fc.record({
  type: fc.constant('input_audio'),
  input_audio: fc.record({ data: base64, format: fc.constantFrom('wav', 'mp3') }),
})
const file = fc.record({
  type: fc.constant('file'),
  file: fc.record({ file_data: base64.map((data) => `data:application/pdf;base64,${data}`), filename: name }),
})

const toolCall = fc.record({
  id: name,
  type: fc.constant('function'),
  function: fc.record({ name, arguments: text }),
})

const message = fc.oneof(
  fc.record(
    { role: fc.constantFrom('system', 'developer'), content: items(), name },
    { requiredKeys: ['role', 'content'] },
  ),
  fc.record(
    { role: fc.constant('user'), content: items(image, audio, file), name },
    { requiredKeys: ['role', 'content'] },
  ),
  fc.record(
    {
      role: fc.constant('assistant'),
      content: items(fc.record({ type: fc.constant('refusal'), refusal: text })),
      refusal: fc.option(text),
      tool_calls: fc.array(toolCall, { minLength: 1, maxLength: 2 }),
      reasoning_content: text,
      annotations: fc.constant([]),
    },
    { requiredKeys: ['role', 'content'] },
  ),
  fc.record({ role: fc.constant('tool'), content: items(), tool_call_id: name }),
)

const tool = fc.record({
  type: fc.constant('function'),
  function: fc.record(
    { name, description: text, parameters: schema, strict: fc.option(fc.boolean()) },
    { requiredKeys: ['name'] },
  ),
})

const format = fc.oneof(
  fc.record({ type: fc.constantFrom('text', 'json_object') }),
  fc.record({
    type: fc.constant('json_schema'),
    json_schema: fc.record({ name, schema, strict: fc.option(fc.boolean()) }, { requiredKeys: ['name'] }),
  }),
)

const choice = fc.oneof(
  fc.constantFrom('auto', 'none', 'required'),
  fc.record({ type: fc.constant('function'), function: fc.record({ name }) }),
)

/** A request that is good. */
export const anyChat = fc.record(
  {
    messages: fc.array(message, { minLength: 1, maxLength: 4 }),
    model: fc.constantFrom('m', 'auto', ''),
    tools: fc.array(tool, { maxLength: 2 }),
    tool_choice: choice,
    parallel_tool_calls: fc.boolean(),
    response_format: format,
    max_completion_tokens: fc.integer({ min: 1, max: 1000 }),
    temperature: fc.option(fc.double({ min: 0, max: 2, noNaN: true })),
    top_p: fc.double({ min: 0.1, max: 1, noNaN: true }),
    frequency_penalty: fc.double({ min: -2, max: 2, noNaN: true }),
    presence_penalty: fc.constant(null),
    stop: fc.oneof(fc.constant('end'), fc.array(fc.constant('end'), { maxLength: 4 })),
    seed: fc.maxSafeInteger(),
    n: fc.constant(1),
    reasoning_effort: fc.constantFrom('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
    user: text,
    store: fc.constant(false),
    metadata: fc.dictionary(name, text, { maxKeys: 3 }),
    stream: fc.boolean(),
    stream_options: fc.record({ include_usage: fc.boolean() }),
    switchyard: fc.record({ task_type: fc.constant('summarization'), tier: fc.constant('TIER_FAST') }),
  },
  { requiredKeys: ['messages'] },
)

/** A request of which one place, at any depth, says something else. */
export const brokenChat = fc.tuple(anyChat, fc.nat(), fc.jsonValue({ maxDepth: 2 })).map(([chat, at, other]) => {
  const copy = structuredClone(chat) as object
  const places = [...placesIn(copy)]
  const place = places[at % places.length]
  if (place) (place.holder as Record<string, unknown>)[place.name] = other
  return copy
})

function* placesIn(holder: object): Generator<{ holder: object; name: string }> {
  for (const [name, value] of Object.entries(holder)) {
    yield { holder, name }
    if (typeof value === 'object' && value !== null) yield* placesIn(value)
  }
}
