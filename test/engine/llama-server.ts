import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What callers of the server must show. */
export const API_KEY = 'a-key-for-the-tiny-model'

/** Tokens that one conversation may have, prompt and answer together, unless a test chooses. */
export const CONTEXT_WINDOW = 32_768

const SLOTS = 2

/** An inference server in a process of its own. Whoever starts it stops it. */
export interface LlamaServer {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string
  /** How many slots are at work. */
  busySlots(): Promise<number>
  /** A counter of its metrics, such as `tokens_predicted_total`. */
  counter(name: string): Promise<number>
  /** Resolves when it has logged that many lines that match. */
  logged(pattern: RegExp, count: number): Promise<void>
  /** How many lines of its log match. */
  countLogged(pattern: RegExp): number
  /** Kills it, whatever it is doing. */
  stop(): Promise<void>
}

/** Where `.ci/engine` installs, or where the environment says: `llama-server` and `tiny.gguf`. */
function directory(): string {
  return resolve(process.env.SWITCHYARD_TEST_ENGINE || join(import.meta.dirname, '../../build/engine'))
}

/** Whether there is a server to start. Where there is none, a word about it is printed. */
export const isInstalled = ['llama-server', 'tiny.gguf'].every((name) => {
  const path = join(directory(), name)
  if (existsSync(path)) return true
  process.stderr.write(`\nSKIPPED: calls to a real inference server, because ${path} is not there: run .ci/engine.\n`)
  return false
})

export async function startLlamaServer(contextWindow = CONTEXT_WINDOW): Promise<LlamaServer> {
  const child = spawn(join(directory(), 'llama-server'), argumentsOf(contextWindow))
  const log = new Log(child)
  const [, url = ''] = await log.match(/listening on (http:\/\/\S+)/)
  const get = async (path: string) => {
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${API_KEY}` } })
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}.`)
    return response.text()
  }
  return {
    url,
    async busySlots() {
      const slots: { is_processing: boolean }[] = JSON.parse(await get('/slots'))
      return slots.filter((slot) => slot.is_processing).length
    },
    counter: async (name) => Number(new RegExp(`^llamacpp:${name} (\\S+)$`, 'm').exec(await get('/metrics'))?.[1]),
    logged: (pattern, count) => log.count(pattern, count),
    countLogged: (pattern) => log.countNow(pattern),
    async stop() {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, 'close') : undefined
      child.kill('SIGKILL')
      await ended
    },
  }
}

function argumentsOf(contextWindow: number): string[] {
  const options = {
    model: join(directory(), 'tiny.gguf'),
    alias: 'tiny',
    host: '127.0.0.1',
    port: 0,
    'api-key': API_KEY,
    'ctx-size': contextWindow * SLOTS,
    parallel: SLOTS,
    threads: 1,
    pooling: 'mean',
  }
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  return [...words, '--embeddings', '--slots', '--metrics']
}

/** What a process writes, to either stream. */
class Log {
  #text = ''
  #ended = false
  readonly #listeners = new Set<() => void>()

  constructor(child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#text += text
        this.#tell()
      })
    }
    child.on('error', (error) => this.#end(error.message)).on('close', () => this.#end(''))
  }

  countNow(pattern: RegExp): number {
    return this.#text.match(new RegExp(pattern, 'g'))?.length ?? 0
  }

  count(pattern: RegExp, count: number): Promise<void> {
    return this.#until(() => (this.countNow(pattern) >= count ? true : undefined)).then(() => {})
  }

  match(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#until(() => pattern.exec(this.#text) ?? undefined)
  }

  #until<Found>(find: () => Found | undefined): Promise<Found> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find()
        if (found === undefined && !this.#ended) return
        this.#listeners.delete(look)
        if (found !== undefined) resolve(found)
        else reject(new Error(`The inference server ended: ${this.#text}`))
      }
      this.#listeners.add(look)
      look()
    })
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  #end(text: string): void {
    this.#text += text
    this.#ended = true
    this.#tell()
  }
}
