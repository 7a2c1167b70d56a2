import { Session } from 'node:inspector/promises'
import type { Answered, Asked, Resources } from './protocol.ts'

/** What a part of the bench can be asked, beside what all parts can. */
export type Actions = Readonly<Record<string, (argument: never) => unknown>>

/**
 * Makes this process a part of the bench: tells its parent that it is ready, then does what the parent asks over the
 * channel between them, which is never the port that is measured. It ends when it is asked to or its parent is gone.
 */
export function serveControl(ready: unknown, actions: Actions, close: () => unknown = () => {}): void {
  const all: Actions = { resources, startProfile, stopProfile, ...actions }
  process.on('message', async ({ id, name, argument }: Asked) => {
    if (name === 'stop') return end(close)
    try {
      const action = all[name]
      if (!action) throw new Error(`Nobody here knows how to ${name}.`)
      answer({ id, value: await action(argument as never) })
    } catch (error) {
      answer({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.on('disconnect', () => process.exit())
  answer({ id: 0, value: ready })
}

async function end(close: () => unknown): Promise<void> {
  await close()
  process.exit()
}

function answer(answered: Answered): void {
  process.send?.(answered)
}

/** All threads count; `thread` is the one that runs the event loop, which bounds what the process can do. */
function resources(): Resources {
  const { user, system } = process.cpuUsage()
  const thread = process.threadCpuUsage()
  return {
    processMicros: user + system,
    threadMicros: thread.user + thread.system,
    rssBytes: process.memoryUsage.rss(),
    // In units of 1024 bytes. Source: https://nodejs.org/api/process.html#processresourceusage
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  }
}

const SAMPLING_MICROS = 250
let session: Session | undefined

async function startProfile(): Promise<void> {
  session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_MICROS })
  await session.post('Profiler.start')
}

async function stopProfile() {
  const stopped = await session?.post('Profiler.stop')
  session?.disconnect()
  return stopped?.profile
}
