/** How a vendor's interface says one thing: an answer at once, and a stream piece by piece. */
export interface Format {
  /** Whether a request is of this interface, by its path. */
  readonly path: RegExp
  readonly whole: Buffer
  /** What stands before and after the text of a token. */
  readonly head: string
  readonly tail: string
  /** What a stream begins and ends with. */
  readonly begin: string
  readonly end: string
}

const ANSWER = 'The yard sorts every wagon by where it goes, and no train waits for another one. '.repeat(5)

const CHAT = '"created":1760000000,"model":"bench"'
const CHUNK = `data: {"id":"chatcmpl-bench","object":"chat.completion.chunk",${CHAT},`

/** Chat Completions: any other path. */
const chat: Format = {
  path: /./,
  whole: Buffer.from(
    `{"id":"chatcmpl-bench","object":"chat.completion",${CHAT},"choices":[{"index":0,"message":{"role":"assistant","content":"${ANSWER}","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":120,"completion_tokens":90,"total_tokens":210}}`,
  ),
  begin: '',
  head: `${CHUNK}"choices":[{"index":0,"delta":{"content":"`,
  tail: '"},"logprobs":null,"finish_reason":null}],"usage":null}\n\n',
  end:
    `${CHUNK}"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}\n\n` +
    `${CHUNK}"choices":[],"usage":{"prompt_tokens":120,"completion_tokens":200,"total_tokens":320}}\n\n` +
    'data: [DONE]\n\n',
}

const RESPONSE = '"id":"resp_bench","object":"response","model":"bench"'
const MESSAGE = `{"type":"message","id":"msg_bench","role":"assistant","status":"completed","content":[{"type":"output_text","text":"${ANSWER}","annotations":[]}]}`
const RESPONSE_USAGE =
  '"usage":{"input_tokens":120,"input_tokens_details":{"cached_tokens":0},"output_tokens":200,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":320}'
const COMPLETED = `{${RESPONSE},"status":"completed","error":null,"output":[${MESSAGE}],${RESPONSE_USAGE}}`

const responses: Format = {
  path: /\/responses\b/,
  whole: Buffer.from(COMPLETED),
  begin:
    named('response.created', `"response":{${RESPONSE},"status":"in_progress","output":[]}`) +
    named('response.output_item.added', '"output_index":0,"item":{"type":"message","id":"msg_bench","content":[]}'),
  head: 'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","item_id":"msg_bench","output_index":0,"content_index":0,"sequence_number":7,"logprobs":[],"delta":"',
  tail: '"}\n\n',
  end: named('response.completed', `"response":${COMPLETED}`),
}

const ANTHROPIC = '"id":"msg_bench","type":"message","role":"assistant","model":"bench"'

const messages: Format = {
  path: /\/messages\b/,
  whole: Buffer.from(
    `{${ANTHROPIC},"content":[{"type":"text","text":"${ANSWER}"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":120,"output_tokens":90}}`,
  ),
  begin:
    named(
      'message_start',
      `"message":{${ANTHROPIC},"content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":120,"output_tokens":1}}`,
    ) + named('content_block_start', '"index":0,"content_block":{"type":"text","text":""}'),
  head: 'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"',
  tail: '"}}\n\n',
  end:
    named('content_block_stop', '"index":0') +
    named(
      'message_delta',
      '"delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":120,"output_tokens":200}',
    ) +
    named('message_stop', '"usage":null'),
}

const GEMINI_USAGE = '"usageMetadata":{"promptTokenCount":120,"candidatesTokenCount":200,"totalTokenCount":320}'

const gemini: Format = {
  path: /[gG]enerateContent/,
  whole: Buffer.from(
    `{"candidates":[{"content":{"role":"model","parts":[{"text":"${ANSWER}"}]},"finishReason":"STOP","index":0}],${GEMINI_USAGE},"modelVersion":"bench"}`,
  ),
  begin: '',
  head: 'data: {"candidates":[{"content":{"role":"model","parts":[{"text":"',
  tail: `"}]},"index":0}],${GEMINI_USAGE},"modelVersion":"bench","responseId":"bench"}\n\n`,
  end: `data: {"candidates":[{"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP","index":0}],${GEMINI_USAGE},"modelVersion":"bench"}\n\n`,
}

const formats = [responses, messages, gemini, chat]

export function formatOf(path: string): Format {
  return formats.find((format) => format.path.test(path)) ?? chat
}

function named(type: string, fields: string): string {
  return `event: ${type}\ndata: {"type":"${type}",${fields}}\n\n`
}
