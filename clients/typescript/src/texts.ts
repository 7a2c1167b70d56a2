import type {
  GenerateChatStreamResponse,
  GenerateTextStreamResponse,
} from '../../../gen/ts/switchyard/v1/generation_pb.js'

/** The pieces of text of a streamed answer. Stopping to read them cancels the call. */
export async function* textsOf(
  stream: AsyncIterable<GenerateTextStreamResponse | GenerateChatStreamResponse>,
): AsyncGenerator<string, void, undefined> {
  for await (const { event } of stream) {
    if (event.case === 'textDelta') yield event.value
    if (event.case === 'partDelta' && event.value.delta.case === 'text') yield event.value.delta.value
  }
}
