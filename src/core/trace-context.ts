/** A place in a trace: the span that what follows belongs under. */
export interface TraceParent {
  /** 32 lower-case hexadecimal digits, not all zero. */
  readonly traceId: string
  /** 16 of them. */
  readonly spanId: string
  /** Whether whoever began the trace records it. */
  readonly sampled: boolean
  /** What tracing systems add to it; undefined: nothing. */
  readonly state?: string | undefined
}

/** Source: https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACE_PARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/
const SAMPLED = 1

/**
 * Reads the headers of W3C Trace Context. What is malformed is as good as absent: a caller's call never fails for it.
 * A version that is not known yet may have more fields after the four that all versions begin with.
 */
export function parseTraceParent(parent: string, state: string | undefined): TraceParent | undefined {
  const match = TRACE_PARENT.exec(parent)
  if (!match) return undefined
  const [, version, traceId = '', spanId = '', flags = '', more] = match
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined
  if (!isTraceId(traceId) || /^0+$/.test(spanId)) return undefined
  return {
    traceId,
    spanId,
    sampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED,
    state: parseTraceState(state),
  }
}

export function formatTraceParent({ traceId, spanId, sampled }: TraceParent): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`
}

/** Whether it can be the id of a trace in W3C Trace Context. */
export function isTraceId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text) && !/^0+$/.test(text)
}

/** Systems must pass on this much; longer ones are dropped, since a part of them could mean something else. */
const MAX_STATE_CHARACTERS = 512
const MAX_STATE_MEMBERS = 32

/** Source: https://www.w3.org/TR/trace-context/#tracestate-header */
const KEY = /^([a-z][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})$/
const VALUE = /^[ -+\--<>-~]{0,255}[!-+\--<>-~]$/

/** The list as it came, or undefined when anything about it is malformed. */
export function parseTraceState(header: string | undefined): string | undefined {
  if (header === undefined || header.length > MAX_STATE_CHARACTERS) return undefined
  const members = header
    .split(',')
    .map((member) => member.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((member) => member !== '')
  if (members.length === 0 || members.length > MAX_STATE_MEMBERS) return undefined
  const keys = new Set(members.map((member) => member.slice(0, Math.max(member.indexOf('='), 0))))
  return keys.size === members.length && members.every(isMember) ? members.join(',') : undefined
}

function isMember(member: string): boolean {
  const equals = member.indexOf('=')
  return KEY.test(member.slice(0, Math.max(equals, 0))) && VALUE.test(member.slice(equals + 1))
}
