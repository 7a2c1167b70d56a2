/** How long an answer asks to wait, milliseconds: the longest of all it says. Undefined when it says nothing. */
export function retryAfterOf(
  header: (name: string) => string | undefined,
  retryDelay: string | undefined,
  now: number,
): number | undefined {
  const waits = [
    millisecondsOf(header('retry-after-ms')),
    secondsOrDate(header('retry-after'), now),
    durationOf(retryDelay),
    resetOf(header, 'requests'),
    resetOf(header, 'tokens'),
  ].filter((wait) => wait !== undefined)
  return waits.length === 0 ? undefined : Math.max(...waits)
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
