import type { CallContext } from '#gen/switchyard/v1/usage_pb.js'
import type { Clock } from '../core/clock.ts'
import { parseTraceParent, type TraceParent } from '../core/trace-context.ts'
import type { Header, RequestContext } from './handler.ts'

/** The caller's context, completed from its headers. Headers come from anywhere: what does not fit is left out. */
export function completeContext(
  given: CallContext | undefined,
  { header }: RequestContext,
  clock: Clock,
  trace: TraceParent | undefined = traceOf(header),
): CallContext {
  return {
    $typeName: 'switchyard.v1.CallContext',
    traceId: given?.traceId || traceId(header) || trace?.traceId || clock.uuid().replaceAll('-', ''),
    sourceAgent: given?.sourceAgent || printable(header('x-source-agent')),
    sessionId: given?.sessionId || printable(header('x-session-id')),
  }
}

/** What the headers alone tell, as it stands in the log, for requests whose message is never read. */
export function headerContext(header: Header) {
  return {
    trace_id: traceId(header) ?? traceOf(header)?.traceId,
    source_agent: printable(header('x-source-agent')) || undefined,
    session_id: printable(header('x-session-id')) || undefined,
  }
}

/** The span that the caller calls from. */
export function traceOf(header: Header): TraceParent | undefined {
  const parent = header('traceparent')
  return parent === undefined ? undefined : parseTraceParent(parent, header('tracestate'))
}

/** The id of the request: the caller's own, or a new one when it has none or one that is not fit to be repeated. */
export function requestIdOf(header: Header, clock: Clock): string {
  const own = header('x-request-id')
  return own !== undefined && /^[A-Za-z0-9._-]{1,128}$/.test(own) ? own : clock.uuid()
}

function traceId(header: Header): string | undefined {
  const own = header('x-trace-id')
  return own !== undefined && /^[A-Za-z0-9._:-]{1,128}$/.test(own) ? own : undefined
}

/** Within the bounds of the contract's fields. */
function printable(header: string | undefined): string {
  return header !== undefined && /^[ -~]{1,128}$/.test(header) ? header : ''
}
