import { IncomingBody } from '../../../src/providers/http/incoming-body.ts'
import { UpstreamResponse } from '../../../src/providers/http/upstream-response.ts'
import type { AnswerReader } from '../../../src/providers/wire/answer-reader.ts'
import { type Dialect, openAttempt } from '../../../src/providers/wire/attempt.ts'
import { targetedCall } from '../call.ts'
import { type ProviderAnswer, readAnswer } from '../provider-answer.ts'
import { readerContext } from '../read-events.ts'

/** What a vendor answers, and how its bytes are cut. */
export interface PlayedBody {
  readonly text: string
  readonly type: 'text/event-stream' | 'application/json'
  /** The lengths of the pieces; the last piece is what is left. */
  readonly cuts: readonly number[]
}

/** What the reader makes of a body, by the way that every answer takes. No network is between, so that many can be read. */
export function readBody(reader: AnswerReader, { text, type, cuts }: PlayedBody): Promise<ProviderAnswer> {
  const body = new IncomingBody({ pause() {}, resume() {}, abort() {} }, 1 << 25)
  const dialect: Dialect = {
    toRequest: () => ({ body: {}, warnings: [] }),
    send: async () => new UpstreamResponse(200, { 'content-type': type }, body),
    reader: () => reader,
    context: readerContext,
    maxEventBytes: 1 << 20,
  }
  const answer = readAnswer(openAttempt(targetedCall({ streaming: true }), dialect))
  void deliver(body, Buffer.from(text), cuts)
  return answer
}

async function deliver(body: IncomingBody, bytes: Buffer, cuts: readonly number[]): Promise<void> {
  let at = 0
  for (const cut of cuts) {
    body.accept(bytes.subarray(at, at + cut))
    at += cut
    await new Promise(setImmediate)
  }
  body.accept(bytes.subarray(at))
  body.end()
}

/** A response that is there as a whole. */
export function responseOf(text: string): UpstreamResponse {
  const body = new IncomingBody({ pause() {}, resume() {}, abort() {} }, 1 << 25)
  body.accept(Buffer.from(text))
  body.end()
  return new UpstreamResponse(200, { 'content-type': 'application/json' }, body)
}
