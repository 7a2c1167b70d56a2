/** What a duration may look like, for people. */
export const DURATION_HINT = 'write a number with its unit, for example `30s`, `500ms`, `10m` or `1h`, at most `24h`'

/** The same as a pattern, for editors. */
export const DURATION_PATTERN = '^[0-9]+([.][0-9]{1,6})?(ms|s|m|h)$'

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Longest duration that means anything here; it also fits the timers. */
const LONGEST_MS = 86_400_000

/** Milliseconds of `30s`, `500ms`, `1.5m`…; undefined when it is none, or longer than a day. */
export function parseDuration(text: string): number | undefined {
  const match = new RegExp(DURATION_PATTERN).exec(text)
  const unit = UNITS[match?.[2] ?? '']
  if (!match || unit === undefined) return undefined
  const milliseconds = Number.parseFloat(text) * unit
  return milliseconds <= LONGEST_MS ? milliseconds : undefined
}

/** As protobuf's JSON mapping writes a duration. */
export function toProtobufDuration(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(9).replace(/[.]?0+$/, '')}s`
}
