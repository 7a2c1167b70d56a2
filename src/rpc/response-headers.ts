import type { RequestContext } from './handler.ts'

export const REQUEST_ID = 'x-request-id'
export const PROVIDER = 'x-gateway-provider'
export const MODEL = 'x-gateway-model'

type Answering = Pick<RequestContext, 'requestId' | 'progress'>

/** The headers of the answer to a request, as far as it is known who answers. */
export function responseHeaders({ requestId, progress }: Answering): Record<string, string> {
  const { target } = progress
  if (!target) return { [REQUEST_ID]: requestId }
  const headers = { [REQUEST_ID]: requestId, [PROVIDER]: target.provider }
  // The vendor's own name for a model may be anything.
  return /^[!-~]{1,256}$/.test(target.model) ? { ...headers, [MODEL]: target.model } : headers
}
