import type { ServerResponse } from 'node:http'
import { constants } from 'node:http2'
import type { WebCall } from './call.ts'
import type { WebConnections } from './connections.ts'
import type { WebRequest, WebResponse } from './http.ts'
import type { WebSettings } from './options.ts'
import { type WebAnswer, writeAnswer } from './write.ts'

/** Where a call comes from and where its answer goes. */
export interface Exchange {
  readonly request: WebRequest
  readonly response: WebResponse
  readonly settings: WebSettings
  readonly connections: WebConnections
}

/**
 * Runs a call from its headers to the last byte of its answer: it hears when its client goes away, is known to whoever
 * drains the door, and leaves nothing of its request unread. `answer` makes the answer, in the door's own form also
 * where it is an error.
 */
export async function runCall(
  call: WebCall,
  { request, response, settings, connections }: Exchange,
  answer: () => Promise<WebAnswer>,
): Promise<void> {
  const { clock, limits } = settings
  connections.calls.add(call)
  const onClose = () => {
    if (!response.writableEnded) call.abandon()
  }
  // It may have gone while it was found out who calls.
  if (response.closed) onClose()
  else response.once('close', onClose)
  try {
    await writeAnswer(await answer(), response, call, { clock, stallMs: limits.writeStallMs })
  } finally {
    call.end()
    connections.calls.delete(call)
    if (!request.complete && !request.destroyed) leaveUnread(request, response, settings)
  }
}

/**
 * Tells a client that waits to be asked for its body to send it. One of HTTP/1.0 would take the word for its answer.
 * Source: https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1
 */
export function askForBody(call: WebCall, { request, response }: Pick<Exchange, 'request' | 'response'>): void {
  // The two classes' overloads do not unite; the call is the same.
  const answer = response as ServerResponse
  if (call.headers.has('expect') && request.httpVersion !== '1.0') answer.writeContinue()
}

/**
 * The answer is written although the client is still sending. The rest is let run into the void for a while: cutting it
 * off at once would cost the client the end of its answer.
 */
function leaveUnread(request: WebRequest, response: WebResponse, settings: WebSettings): void {
  const { bodyGraceMs, maxRequestBytes } = settings.limits
  const cutOff = () => {
    if ('stream' in response) response.stream?.close(constants.NGHTTP2_NO_ERROR)
    else request.destroy()
  }
  const cancel = settings.clock.after(bodyGraceMs, cutOff)
  let unread = 0
  request.on('data', (chunk: Uint8Array) => {
    unread += chunk.length
    if (unread > maxRequestBytes) cutOff()
  })
  // Whoever gave up reading has paused it.
  request.resume()
  request.once('close', cancel)
}
