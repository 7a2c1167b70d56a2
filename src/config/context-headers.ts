import type { ContextHeaders as Configured } from '#gen/switchyard/config/v1/context_headers_pb.js'
import type { Provider } from '#gen/switchyard/config/v1/provider_pb.js'
import type { ContextHeaders } from '../providers/options.ts'
import type { FaultList } from './faults.ts'

/** Headers that mean something to HTTP, to a vendor or to W3C Trace Context: no caller's word is to stand in them. */
const TAKEN =
  /^(host|connection|keep-alive|accept.*|user-agent|content-.*|transfer-encoding|te|trailer|upgrade|expect|via|forwarded|x-forwarded-.*|traceparent|tracestate|baggage)$|auth|cookie|key|secret|token|version|beta/i

const fields = { traceIdHeader: 'trace_id', sourceAgentHeader: 'source_agent', sessionIdHeader: 'session_id' } as const

/** Undefined when nothing is to be sent. */
export function toContextHeaders(provider: Provider, path: string, faults: FaultList): ContextHeaders | undefined {
  const { forwardContext, headers } = provider
  if (!forwardContext) return undefined
  checkNames(forwardContext, Object.keys(headers), `${path}.forward_context`, faults)
  const { traceParent, traceIdHeader, sourceAgentHeader, sessionIdHeader } = forwardContext
  if (!traceParent && !traceIdHeader && !sourceAgentHeader && !sessionIdHeader) return undefined
  return {
    traceParent,
    traceId: traceIdHeader || undefined,
    sourceAgent: sourceAgentHeader || undefined,
    sessionId: sessionIdHeader || undefined,
  }
}

function checkNames(configured: Configured, headers: readonly string[], path: string, faults: FaultList): void {
  const used = new Set(headers.map((name) => name.toLowerCase()))
  for (const [field, name] of Object.entries(fields) as [keyof typeof fields, string][]) {
    const header = configured[field].toLowerCase()
    if (header === '') continue
    if (TAKEN.test(header)) faults.add(`${path}.${name}_header`, 'must be a header without a meaning of its own')
    else if (used.has(header)) faults.add(`${path}.${name}_header`, 'must be a header that is not set otherwise')
    used.add(header)
  }
}
