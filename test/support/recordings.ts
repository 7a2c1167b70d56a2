import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** One exchange with a real provider. */
export interface Recording {
  readonly src: string
  /** The project's file that it was recorded in. */
  readonly p: string
  readonly i: number
  readonly host: string
  readonly path: string
  readonly status: number
  /** The content type. */
  readonly ct: string
  readonly stream: boolean
  readonly hdr: Readonly<Record<string, string>>
  readonly body: string
  readonly req?: unknown
}

const FILE = new URL('../../../shared/recordings/provider-traffic.jsonl.gz', import.meta.url)

/** The recordings, or none, and a printed word about it, where the file is not beside the repository. */
export function readRecordings(): readonly Recording[] {
  if (!existsSync(FILE)) {
    process.stderr.write(`\nSKIPPED: the replay of recorded traffic, because ${FILE.pathname} is not there.\n`)
    return []
  }
  const lines = gunzipSync(readFileSync(FILE)).toString().split('\n')
  return lines.filter((line) => line !== '').map((line): Recording => JSON.parse(line))
}

/** Cuts bytes at offsets that look random and are the same for the same seed. */
export function cutAtRandom(bytes: Uint8Array, seed: number, longest = 400): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let state = seed >>> 0 || 1
  for (let at = 0; at < bytes.length; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const length = 1 + Math.floor((state / 2 ** 32) * longest)
    pieces.push(bytes.subarray(at, at + length))
    at += length
  }
  return pieces
}
