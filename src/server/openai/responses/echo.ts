import { requireShallow } from '../json-text.ts'

type Json = Readonly<Record<string, unknown>>

/** What an answer repeats of its request. */
export type Echo = Json

/**
 * Members as they were sent, else what holds when they are left out. Throws INVALID_REQUEST when one is nested too deeply to be
 * written down again.
 */
export function echoOf(request: Json): Echo {
  const echo = sentOrDefault(request)
  for (const [name, value] of Object.entries(echo)) requireShallow(value, name)
  return echo
}

function sentOrDefault(request: Json): Echo {
  const { instructions, max_output_tokens, metadata, parallel_tool_calls, reasoning, temperature, text, ...more } =
    request
  const { tool_choice, tools, top_p, user } = more
  return {
    instructions: instructions ?? null,
    max_output_tokens: max_output_tokens ?? null,
    metadata: metadata ?? {},
    parallel_tool_calls: parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: reasoning ?? { effort: null, summary: null },
    store: false,
    temperature: temperature ?? null,
    text: text ?? { format: { type: 'text' } },
    tool_choice: tool_choice ?? 'auto',
    tools: tools ?? [],
    top_p: top_p ?? null,
    truncation: 'disabled',
    user: user ?? null,
  }
}
