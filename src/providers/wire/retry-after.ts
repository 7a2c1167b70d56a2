/** Nobody waits longer; what a server makes of its clock or its units can be beyond what a duration may hold. */
const LONGEST_MS = 24 * 3_600_000

/**
 * How long an answer asks to wait, milliseconds: the longest of what it says outright, else until the limits that are used
 * up are full again, which is longer than needed. Undefined when it says nothing.
 */
export function retryAfterOf(
  header: (name: string) => string | undefined,
  retryDelay: string | undefined,
  now: number,
): number | undefined {
  const asked = [
    millisecondsOf(header('retry-after-ms')),
    secondsOrDate(header('retry-after'), now),
    durationOf(retryDelay),
  ]
  const wait = longest(asked) ?? longest([resetOf(header, 'requests'), resetOf(header, 'tokens')])
  return wait === undefined ? undefined : Math.min(wait, LONGEST_MS)
}

function longest(waits: readonly (number | undefined)[]): number | undefined {
  const known = waits.filter((wait) => wait !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

function millisecondsOf(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,12}(\.\d+)?$/.test(value) ? Math.ceil(Number(value)) : undefined
}

/** Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function secondsOrDate(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000)
  const date = value.endsWith('GMT') ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** A limit that is not used up says nothing about this refusal. */
function resetOf(header: (name: string) => string | undefined, limit: 'requests' | 'tokens'): number | undefined {
  const remaining = header(`x-ratelimit-remaining-${limit}`)
  if (remaining !== undefined && Number(remaining) > 0) return undefined
  return durationOf(header(`x-ratelimit-reset-${limit}`))
}

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }

/** A duration such as `1m2.5s`, `250ms` or `34.4s`; a bare number is seconds. */
export function durationOf(value: string | undefined): number | undefined {
  if (value === undefined || value.length > 40) return undefined
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000)
  if (!/^(\d{1,9}(\.\d+)?(h|ms|m|s))+$/.test(value)) return undefined
  let total = 0
  for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g))
    total += Number(amount) * (UNITS[unit ?? ''] ?? 0)
  return Math.ceil(total)
}
