import type { TargetedCall } from '../core/call.ts'
import { formatTraceParent } from '../core/trace-context.ts'
import type { ContextHeaders } from './options.ts'
import type { Provider } from './provider.ts'

/** The provider, told of each call's context by the headers; adapters send what stands in `contextHeaders`. */
export function forwardingContext(provider: Provider, headers: ContextHeaders): Provider {
  const told = (call: TargetedCall): TargetedCall => ({ ...call, contextHeaders: contextHeadersOf(call, headers) })
  const { embed, countTokens } = provider
  return {
    ...provider,
    open: (call) => provider.open(told(call)),
    ...(embed ? { embed: (call, embedding) => embed.call(provider, told(call), embedding) } : {}),
    ...(countTokens ? { countTokens: (call) => countTokens.call(provider, told(call)) } : {}),
    close: () => provider.close(),
  }
}

/** Names and values in turn. */
export function contextHeadersOf({ context, trace }: TargetedCall, headers: ContextHeaders): string[] {
  const sent: string[] = []
  if (headers.traceParent && trace) {
    sent.push('traceparent', formatTraceParent(trace))
    if (trace.state !== undefined) sent.push('tracestate', trace.state)
  }
  add(sent, headers.traceId, context.traceId)
  add(sent, headers.sourceAgent, context.sourceAgent)
  add(sent, headers.sessionId, context.sessionId)
  return sent
}

/** The contract bounds the values already; here is where a stray line feed would become a header of the caller's own. */
function add(sent: string[], name: string | undefined, value: string): void {
  const trimmed = value.trim()
  if (name !== undefined && /^[ -~]+$/.test(trimmed)) sent.push(name, trimmed)
}
