import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'

/** A request of either version of HTTP. */
export type WebRequest = IncomingMessage | Http2ServerRequest
export type WebResponse = ServerResponse | Http2ServerResponse

/** The headers of a request by their lower-case names. */
export type WebHeaders = ReadonlyMap<string, string>

/**
 * Reads the headers as they were sent. A repeated one has its values joined, whereas Node would drop all but the first
 * of some, `authorization` among them, and so let a second credential pass unseen.
 */
export function readHeaders(request: WebRequest): WebHeaders {
  const headers = new Map<string, string>()
  const raw = request.rawHeaders
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = String(raw[index]).toLowerCase()
    const value = String(raw[index + 1])
    const earlier = headers.get(name)
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`)
  }
  return headers
}

/** The path without the query; whatever stands in `Host` plays no part. */
export function pathOf(request: WebRequest): string {
  const url = request.url ?? ''
  const query = url.indexOf('?')
  return query < 0 ? url : url.slice(0, query)
}

/** Ends a call that can no longer be answered: HTTP/2 resets its stream, HTTP/1.1 has only the connection. */
export function reset(response: WebResponse, code: number): void {
  if ('stream' in response) response.stream?.close(code)
  else response.socket?.destroy()
}

/** Sends a short text. */
export function sendText(
  response: WebResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.setHeader('content-type', type)
  response.setHeader('content-length', Buffer.byteLength(text))
  response.setHeader('x-content-type-options', 'nosniff')
  response.statusCode = status
  response.end(text)
}
