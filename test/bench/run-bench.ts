import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const MAIN = fileURLToPath(new URL('../../bench/main.ts', import.meta.url))

/** The bench as its users start it, just long enough to see that it works. */
export function runBench(...words: string[]): Promise<{ stdout: string; stderr: string }> {
  return run(process.execPath, [MAIN, '--smoke', ...words], { maxBuffer: 64 << 20 })
}
