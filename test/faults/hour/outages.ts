/** The ways in which a provider is down. */
export const outageKinds = [
  'refuses connections',
  'answers 503',
  'answers 500 to two of three',
  'limits every call',
  'refuses its key',
  'says nothing',
  'cuts every answer',
  'flaps each second',
] as const

export type OutageKind = (typeof outageKinds)[number]

export interface Outage {
  /** Which provider, counted from 0. */
  readonly provider: number
  readonly kind: OutageKind
  /** Milliseconds from the beginning of the hour. */
  readonly start: number
  readonly end: number
}

/** Seconds. */
const SHORTEST = 2
const LONGEST = 240

/** Outages one after the other without a pause: at any time one provider is down, and never the same one twice in a row. */
export function outagesOf(random: () => number, providers: number, totalMs: number): Outage[] {
  const outages: Outage[] = []
  let [start, provider] = [0, 0]
  while (start < totalMs) {
    const end = start + (SHORTEST + Math.floor(random() * (LONGEST - SHORTEST))) * 1000
    const kind = outageKinds[Math.floor(random() * outageKinds.length)] as OutageKind
    outages.push({ provider, kind, start, end: Math.min(end, totalMs) })
    start = end
    provider = (provider + 1 + Math.floor(random() * (providers - 1))) % providers
  }
  return outages
}
