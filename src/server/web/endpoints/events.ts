import type { EventAnswer } from './endpoint.ts'

/**
 * An answer of server-sent events from batches of messages. Resolves when the first batch is there, and rejects when
 * there never is one, so that what fails before the first content has a status of its own.
 */
export async function eventAnswer<Message>(
  batches: AsyncIterable<readonly Message[]>,
  form: {
    /** The events that tell a batch; empty: nothing. */
    readonly batch: (messages: readonly Message[]) => string
    readonly failed: EventAnswer['failed']
    /** What ends a stream that is complete. */
    readonly end?: string
  },
): Promise<EventAnswer> {
  const iterator = batches[Symbol.asyncIterator]()
  const first = await iterator.next()
  return { kind: 'events', events: textOf(first, iterator, form), failed: form.failed }
}

async function* textOf<Message>(
  first: IteratorResult<readonly Message[]>,
  iterator: AsyncIterator<readonly Message[]>,
  { batch, end = '' }: { batch: (messages: readonly Message[]) => string; end?: string },
): AsyncGenerator<string> {
  try {
    for (let next = first; !next.done; next = await iterator.next()) {
      const text = batch(next.value)
      if (text !== '') yield text
    }
    if (end !== '') yield end
  } finally {
    await iterator.return?.()
  }
}

/** One event with a value as its JSON data. `name` is the event's type; left out: `message`. `id` is its `lastEventId`. */
export function event(value: unknown, name?: string, id?: string): string {
  const data = `data: ${lineOf(value)}\n\n`
  const named = name === undefined ? data : `event: ${name}\n${data}`
  return id === undefined ? named : `id: ${id}\n${named}`
}

/** What many clients take for the end of a line, though events end theirs by CR and LF alone: Python's `splitlines` does. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g

/** A value as JSON in one line: CR and LF can only stand in it escaped. */
function lineOf(value: unknown): string {
  return JSON.stringify(value).replace(LINE_ENDS, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
