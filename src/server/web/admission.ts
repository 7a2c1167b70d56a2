import type { DescService } from '@bufbuild/protobuf'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError, toGatewayError } from '../../core/errors.ts'
import { peerOf } from '../tls.ts'
import type { Admission } from './call.ts'
import { reportFault, requestTooLarge } from './errors.ts'
import type { WebHeaders, WebRequest } from './http.ts'
import type { WebSettings } from './options.ts'
import { timeoutOf } from './timeout.ts'

/** Decides from the headers alone, before a byte of the body is read. Never rejects. */
export async function admit(
  service: DescService,
  request: WebRequest,
  headers: WebHeaders,
  settings: WebSettings,
): Promise<Admission> {
  const { maxCallMs, maxRequestBytes } = settings.limits
  const header = (name: string) => headers.get(name)
  try {
    const principal = await settings.authenticate(header, peerOf(request.socket))
    const refusal = settings.refusal?.(service)
    if (refusal) throw refusal
    const timeoutMs = timeoutOf(header, maxCallMs)
    if (Number(headers.get('content-length') ?? 0) > maxRequestBytes + 5) throw requestTooLarge(maxRequestBytes)
    if (headers.has('origin')) requireNonSimple(headers)
    return { kind: 'admitted', principal, timeoutMs }
  } catch (error) {
    reportFault(error, settings.onError)
    return { kind: 'refused', error: toGatewayError(error), timeoutMs: maxCallMs }
  }
}

/**
 * A page must send what browsers ask about beforehand, so that no page can call without its origin having been judged.
 * `curl` may leave the header out.
 */
function requireNonSimple(headers: WebHeaders): void {
  const isConnect = !headers.get('content-type')?.startsWith('application/grpc')
  if (!isConnect || headers.get('connect-protocol-version') === '1') return
  throw new GatewayError(ErrorReason.INVALID_REQUEST, 'Set the header connect-protocol-version to 1.')
}
