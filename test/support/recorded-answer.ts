/** What a recorded exchange says, folded from its JSON by code that shares nothing with the adapters. */
export interface Expected {
  text: string
  reasoning: string
  tools: { id?: string; name: string; arguments: string }[]
  finish: string | undefined
  refused: boolean
  usage: { input: number; output: number; cached: number; reasoning: number } | undefined
  model: string | undefined
  failed: boolean
}

// biome-ignore lint/suspicious/noExplicitAny: the recordings have any shape.
export type Json = any

const nothing = (): Expected => ({
  text: '',
  reasoning: '',
  tools: [],
  finish: undefined,
  refused: false,
  usage: undefined,
  model: undefined,
  failed: false,
})

export function jsonEvents(body: string): Json[] {
  const events: Json[] = []
  for (const block of body.replaceAll('\r\n', '\n').split('\n\n')) {
    const text = block
      .split('\n')
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).trim())
      .join('\n')
    if (text === '[DONE]') break
    if (text) events.push(JSON.parse(text))
  }
  return events
}

export function foldChat(chunks: readonly Json[]): Expected {
  const expected = nothing()
  const tools = new Map<number, { id?: string; name: string; arguments: string }>()
  for (const chunk of chunks) {
    if (chunk.error || chunk.choices?.[0]?.error) return { ...expected, failed: true }
    const usage = chunk.usage || chunk.x_groq?.usage
    if (usage?.prompt_tokens !== undefined) {
      const reasoning = usage.completion_tokens_details?.reasoning_tokens || 0
      const separate = reasoning > 0 && usage.total_tokens - usage.prompt_tokens - usage.completion_tokens === reasoning
      expected.usage = {
        input: usage.prompt_tokens,
        output: (usage.completion_tokens || 0) + (separate ? reasoning : 0),
        cached:
          usage.prompt_tokens_details?.cached_tokens || usage.prompt_cache_hit_tokens || usage.num_cached_tokens || 0,
        reasoning,
      }
    }
    if (chunk.model) expected.model = chunk.model
    for (const choice of chunk.choices || []) {
      if (choice.index > 0) continue
      const message = choice.delta || choice.message || {}
      foldContent(expected, message)
      for (const [at, call] of (message.tool_calls || []).entries()) {
        const known = tools.get(call.index ?? at)
        if (!known)
          tools.set(call.index ?? at, {
            id: call.id,
            name: call.function.name,
            arguments: call.function.arguments || '',
          })
        else known.arguments += call.function.arguments || ''
      }
      const old = message.function_call
      if (old) {
        const known = tools.get(0)
        if (!known) tools.set(0, { name: old.name, arguments: old.arguments })
        else known.arguments += old.arguments
      }
      if (choice.finish_reason && !expected.finish) expected.finish = choice.finish_reason
    }
  }
  expected.tools = [...tools.values()]
  return expected
}

function foldContent(expected: Expected, message: Json): void {
  expected.reasoning += message.reasoning_content || message.reasoning || ''
  if (typeof message.content === 'string') expected.text += message.content
  for (const piece of Array.isArray(message.content) ? message.content : []) {
    if (piece.type === 'text') expected.text += piece.text
    if (piece.type === 'thinking')
      expected.reasoning += piece.thinking.map((thought: Json) => thought.text ?? '').join('')
  }
  if (message.refusal) {
    expected.text += message.refusal
    expected.refused = true
  }
}

export function foldResponse(response: Json): Expected {
  const expected = nothing()
  // `queued` is an answer that is still to be fetched, which a gateway without memory cannot do.
  expected.failed = ['failed', 'queued'].includes(response.status) || Boolean(response.error)
  expected.finish = response.status === 'incomplete' ? response.incomplete_details.reason : response.status
  expected.model = response.model
  for (const item of response.output) {
    for (const content of item.type === 'message' ? item.content : []) {
      expected.text += content.text ?? content.refusal
      if (content.refusal) expected.refused = true
    }
    if (item.type === 'function_call')
      expected.tools.push({ id: item.call_id, name: item.name, arguments: item.arguments })
    if (item.type === 'reasoning') {
      expected.reasoning += [...(item.summary || []), ...(item.content || [])]
        .map((piece: Json) => piece.text)
        .join('\n\n')
    }
  }
  const { usage } = response
  if (usage) {
    expected.usage = {
      input: usage.input_tokens,
      output: usage.output_tokens,
      cached: usage.input_tokens_details?.cached_tokens || 0,
      reasoning: usage.output_tokens_details?.reasoning_tokens || 0,
    }
  }
  return expected
}

/** The items of a stream, the texts of messages taken from the deltas: some recordings were shortened by hand. */
function itemsOf(events: readonly Json[]): Json[] {
  const finished = events.filter((event) => event.type === 'response.output_item.done')
  return finished.map(({ item, output_index: output }) => {
    if (item.type !== 'message') return item
    const content = item.content.map((whole: Json, index: number) => {
      const deltas = events.filter(
        (event) =>
          /output_text\.delta|refusal\.delta/.test(event.type) &&
          event.output_index === output &&
          event.content_index === index,
      )
      if (deltas.length === 0) return whole
      const text = deltas.map((event) => event.delta).join('')
      return whole.refusal ? { refusal: text } : { text }
    })
    return { ...item, content }
  })
}

export function foldResponseStream(all: readonly Json[]): Expected {
  // Some files hold several answers one after another; the first terminal event ends the first.
  const terminal = all.findIndex((event) => /^response\.(completed|incomplete|failed)$/.test(event.type))
  const events = terminal === -1 ? all : all.slice(0, terminal + 1)
  const failure = events.find((event) => event.type === 'error' || event.type === 'response.failed')
  if (failure) return { ...nothing(), failed: true }
  const last = events.find((event) => event.type === 'response.completed' || event.type === 'response.incomplete')
  return last ? foldResponse({ ...last.response, output: itemsOf(events) }) : nothing()
}
