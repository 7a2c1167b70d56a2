import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { TargetedCall } from '../../src/core/call.ts'
import { ended, type ProviderEvent, partDelta, partEnded, partStarted } from '../../src/core/events.ts'
import type { Provider } from '../../src/providers/provider.ts'

/** What one attempt does: yields batches, throws, or waits for something of the test's. */
export type Script = (call: TargetedCall) => AsyncIterable<readonly ProviderEvent[]>

/** A provider whose n-th attempt plays the n-th script; the last one repeats. */
export class ScriptedProvider implements Provider {
  readonly name = 'scripted'
  readonly calls: TargetedCall[] = []
  /** Attempts whose iteration has come to its end, by itself or from outside. */
  closed = 0
  #played = 0
  readonly #scripts: readonly Script[]

  constructor(...scripts: Script[]) {
    this.#scripts = scripts
  }

  async *open(call: TargetedCall): AsyncGenerator<readonly ProviderEvent[]> {
    const script = this.#scripts[Math.min(this.#played, this.#scripts.length - 1)] as Script
    this.#played += 1
    this.calls.push(call)
    try {
      yield* script(call)
    } finally {
      this.closed += 1
    }
  }

  async close(): Promise<void> {}
}

export const start = partStarted(0, { case: 'text', value: '' })

export function text(value: string): ProviderEvent {
  return partDelta(0, { case: 'text', value })
}

export const end = ended({ finishReason: FinishReason.STOP, rawFinishReason: 'stop' })

/** Speaks the words, one batch each, and ends well. */
export function says(...words: string[]): Script {
  return async function* () {
    yield [start]
    for (const word of words) yield [text(word)]
    yield [partEnded(0), end]
  }
}

export function fails(error: Error): Script {
  // biome-ignore lint/correctness/useYield: it fails before it says anything.
  return async function* () {
    throw error
  }
}

/** Rejects with the signal's reason as a real connection does, and never by itself. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
