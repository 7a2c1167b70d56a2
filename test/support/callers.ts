import type { Clients } from './clients.ts'
import { readAll } from './streams.ts'

const CALLERS = 8
const request = { prompt: 'Hello', options: { model: 'm' } }

/** Callers who ask one after the other, half of them for streams, until they are told to stop. */
export function callersOf({ llm }: Clients) {
  const answered: string[] = []
  const failures: unknown[] = []
  let stopped = false
  const ask = async (streams: boolean) => {
    while (!stopped) {
      try {
        const last = streams ? (await readAll(llm.generateTextStream(request))).at(-1)?.event : undefined
        const info = last?.case === 'finished' ? last.value.info : (await llm.generateText(request)).info
        answered.push(info?.responseId ?? '')
      } catch (error) {
        failures.push(error)
      }
    }
  }
  const callers = Array.from({ length: CALLERS }, (_, index) => ask(index % 2 === 0))
  const until = async (isEnough: () => boolean) => {
    while (!isEnough()) await new Promise(setImmediate)
  }
  return {
    /** The ids of answers whose end was heard. */
    answered,
    failures,
    /** Waits for so many more answers, or for a failure. */
    more(calls: number): Promise<void> {
      const end = answered.length + calls
      return until(() => answered.length >= end || failures.length > 0)
    },
    /** Waits until calls fail. */
    untilRefused: () => until(() => failures.length > 0),
    /** Resolves when all calls have ended. */
    async stop(): Promise<void> {
      stopped = true
      await Promise.all(callers)
    },
  }
}
