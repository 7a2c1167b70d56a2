import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { IdleReport } from './report.ts'

const PROGRAM = fileURLToPath(new URL('../bin/switchyard.js', import.meta.url))
const READY_MS = 20_000

const CONFIG = `listen: { grpc: 127.0.0.1:0, web: 127.0.0.1:0 }
store: { url: sqlite:idle.db }
providers: [{ name: demo, adapter: mock, models: [demo] }]
drain: { delay: 0s, timeout: 1s }
`

/**
 * The memory of `switchyard serve` that nobody calls, with the mock provider alone: once when Node has to compile
 * everything, and once when it finds what the first start left in its compile cache.
 */
export async function measureIdle(directory: string, afterMs: number): Promise<IdleReport[]> {
  writeFileSync(join(directory, 'switchyard.yaml'), CONFIG)
  return [await measureStart('first', directory, afterMs), await measureStart('second', directory, afterMs)]
}

async function measureStart(start: IdleReport['start'], directory: string, afterMs: number): Promise<IdleReport> {
  const began = performance.now()
  const child = launch(directory)
  try {
    await ready(child)
    const readyMs = performance.now() - began
    await sleep(afterMs)
    return { start, readyMs, rssBytes: residentBytes(child.pid), afterMs }
  } finally {
    await end(child)
  }
}

function launch(directory: string): ChildProcess {
  // An environment of its own, so that no provider appears by a key that happens to be there.
  const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(directory, 'compile-cache') }
  return spawn(process.execPath, [PROGRAM, 'serve'], { cwd: directory, env, stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Resolves when the service says that it is ready. */
async function ready(child: ChildProcess): Promise<void> {
  const signal = AbortSignal.timeout(READY_MS)
  if (!child.stdout) throw new Error('The process has no output.')
  const early = once(child, 'exit', { signal }).then(() => {
    throw new Error('switchyard serve ended before it was ready.')
  })
  await Promise.race([once(child.stdout, 'data', { signal }), early])
  early.catch(() => {})
}

function residentBytes(pid: number | undefined): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1]) * 1024
}

/** It ends in order, since Node writes its compile cache at the end. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await gone
  clearTimeout(timer)
}
