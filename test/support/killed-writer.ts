import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const WRITER = fileURLToPath(new URL('./ledger-writer.ts', import.meta.url))

/** What happens to a writer once it has acknowledged that many bytes of ids; the last thing is its end. */
export interface Moment {
  readonly bytes: number
  readonly happens?: () => void
}

/** Lets a writer record rows, and kills it with SIGKILL at the last moment. Gives the ids that it acknowledged. */
export async function killedWriter(words: readonly string[], moments: readonly Moment[]): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ahead = [...moments]
  let acknowledged = ''
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    acknowledged += text
    while (ahead[0] && acknowledged.length >= ahead[0].bytes) {
      ahead.shift()?.happens?.()
      if (ahead.length === 0) child.kill('SIGKILL')
    }
  })
  const [, signal] = await once(child, 'close')
  expect(signal).toBe('SIGKILL')
  // The last line may have been cut.
  return acknowledged.split('\n').slice(0, -1)
}
