/**
 * The text of every streamed token is the moment at which the upstream sent it: a space and 15 digits, microseconds on
 * the machine's monotonic clock, which all processes share. So whoever receives a token knows how long it travelled.
 */
export const TOKEN_CHARACTERS = 16

export function stampedToken(): string {
  return ` ${String(microseconds()).padStart(TOKEN_CHARACTERS - 1, '0')}`
}

/** The age of a token in milliseconds; `at` is where its text begins. */
export function ageOfToken(bytes: Uint8Array, at: number): number {
  let sent = 0
  for (let index = at + 1; index < at + TOKEN_CHARACTERS; index += 1) sent = sent * 10 + ((bytes[index] ?? 48) - 48)
  return (microseconds() - sent) / 1000
}

function microseconds(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1_000_000 + Math.floor(nanoseconds / 1000)
}
