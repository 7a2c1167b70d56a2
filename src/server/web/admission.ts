import type { DescService } from '@bufbuild/protobuf'
import { toGatewayError } from '../../core/errors.ts'
import { peerOf } from '../tls.ts'
import type { Admission } from './call.ts'
import { ENVELOPE_BYTES } from './envelope.ts'
import { reportFault, requestTooLarge } from './errors.ts'
import type { WebHeaders, WebRequest } from './http.ts'
import type { WebSettings } from './options.ts'
import { timeoutOf } from './timeout.ts'

/**
 * Decides from the headers alone, before a byte of the body is read. `guardPages` throws where a browser sends what a
 * page of any origin could have made it send. Never rejects.
 */
export async function admit(
  service: DescService,
  request: WebRequest,
  headers: WebHeaders,
  settings: WebSettings,
  guardPages: (headers: WebHeaders) => void,
): Promise<Admission> {
  const { maxCallMs, maxRequestBytes } = settings.limits
  const header = (name: string) => headers.get(name)
  try {
    const principal = await settings.authenticate(header, peerOf(request.socket))
    const refusal = settings.refusal?.(service)
    if (refusal) throw refusal
    const timeoutMs = timeoutOf(header, maxCallMs)
    if (Number(headers.get('content-length') ?? 0) > maxRequestBytes + ENVELOPE_BYTES)
      throw requestTooLarge(maxRequestBytes)
    guardPages(headers)
    return { kind: 'admitted', principal, service: service.typeName, timeoutMs }
  } catch (error) {
    reportFault(error, settings.onError)
    return { kind: 'refused', error: toGatewayError(error), timeoutMs: maxCallMs }
  }
}
