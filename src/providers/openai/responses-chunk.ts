/**
 * What Switchyard reads of a response and of the events of its stream; everything may be missing.
 * Source: https://platform.openai.com/docs/api-reference/responses-streaming
 */
export interface ResponsesEvent {
  readonly type?: string
  readonly output_index?: unknown
  readonly content_index?: unknown
  readonly summary_index?: unknown
  readonly delta?: unknown
  readonly item?: ResponsesItem | null
  readonly response?: ResponsesObject | null
  readonly error?: unknown
}

export interface ResponsesObject {
  readonly model?: unknown
  readonly status?: string | null
  readonly error?: unknown
  readonly incomplete_details?: { readonly reason?: unknown } | null
  readonly usage?: unknown
  readonly output?: readonly (ResponsesItem | null)[] | null
}

export interface ResponsesItem {
  readonly type?: string
  readonly content?: readonly (ResponsesText | null)[] | null
  readonly summary?: readonly (ResponsesText | null)[] | null
  readonly encrypted_content?: string | null
  readonly phase?: unknown
  readonly call_id?: unknown
  readonly name?: unknown
  readonly arguments?: unknown
  /** Of a picture that was made: base64, and its kind, such as `png`. */
  readonly result?: unknown
  readonly output_format?: unknown
}

export interface ResponsesText {
  readonly type?: string
  readonly text?: unknown
  readonly refusal?: unknown
}

/** The events that say something; the others repeat what these say, some at length, and are not even parsed. */
export const TELLING_EVENTS: ReadonlySet<string> = new Set([
  'response.output_item.added',
  'response.output_item.done',
  'response.output_text.delta',
  'response.refusal.delta',
  'response.function_call_arguments.delta',
  'response.reasoning_summary_text.delta',
  'response.reasoning_text.delta',
  'response.completed',
  'response.incomplete',
  'response.failed',
  'error',
])
