import { TOKEN_CHARACTERS } from '../../token.ts'
import type { OnTokens, StreamReader } from './protocol.ts'

const EVENT_END = '\n\n'
const QUOTE = '"'.charCodeAt(0)

/** Reads events without parsing them: tokens stand after a mark and have no character that JSON escapes. */
export function readEvents(mark: string, end: string, onTokens: OnTokens): StreamReader {
  let rest: Buffer = Buffer.alloc(0)
  let isComplete = false
  return {
    read(piece) {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      const whole = bytes.lastIndexOf(EVENT_END) + EVENT_END.length
      if (whole < EVENT_END.length) {
        rest = bytes
        return
      }
      const events = bytes.subarray(0, whole)
      rest = bytes.subarray(whole)
      tellTokens(events, mark, onTokens)
      isComplete = events.includes(end, Math.max(0, events.length - 4096))
    },
    end() {
      if (!isComplete) throw new Error('The stream ended before it was complete.')
    },
  }
}

function tellTokens(events: Buffer, mark: string, onTokens: OnTokens): void {
  for (let at = events.indexOf(mark); at !== -1; at = events.indexOf(mark, at)) {
    const start = at + mark.length
    at = events.indexOf(QUOTE, start)
    const count = (at - start) / TOKEN_CHARACTERS
    if (count > 0) onTokens(events, start, count)
  }
}
