import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answered, Resources } from './protocol.ts'

export interface PartOptions {
  /** The part's file in `bench/servers` or `bench/load`, without its extension. */
  readonly entry: string
  /** Handed to the process as JSON. */
  readonly settings: unknown
  /** Where its standard error goes. */
  readonly directory: string
  /** Options of Node. */
  readonly flags?: readonly string[]
}

const STOP_MS = 5000

/** A process of the bench. */
export class Part<Ready = unknown> {
  readonly ready: Ready
  readonly #child: ChildProcess
  readonly #waiting: Map<number, PromiseWithResolvers<unknown>>
  #lastId = 0

  private constructor(child: ChildProcess, ready: Ready, waiting: Map<number, PromiseWithResolvers<unknown>>) {
    this.#child = child
    this.ready = ready
    this.#waiting = waiting
  }

  /** Starts a process and resolves when it is ready. */
  static async start<Ready>(options: PartOptions): Promise<Part<Ready>> {
    const log = join(options.directory, `${options.entry.replaceAll('/', '-')}.log`)
    const waiting = new Map([[0, Promise.withResolvers<unknown>()]])
    const child = launch(options, log)
    child.on('message', (answered: Answered) => settle(waiting, answered))
    child.on('exit', (code) => {
      const reason = new Error(`${options.entry} ended with ${code}: ${readFileSync(log, 'utf8').slice(-2000)}`)
      for (const waiter of waiting.values()) waiter.reject(reason)
      waiting.clear()
    })
    const ready = (await waiting.get(0)?.promise) as Ready
    return new Part(child, ready, waiting)
  }

  ask<Value>(name: string, argument?: unknown): Promise<Value> {
    const id = ++this.#lastId
    const waiter = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiter)
    this.#child.send({ id, name, argument })
    return waiter.promise as Promise<Value>
  }

  resources(): Promise<Resources> {
    return this.ask('resources')
  }

  /** Lets the process end by itself, and ends it when it does not. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = new Promise((resolve) => this.#child.once('exit', resolve))
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS)
    this.#child.send({ id: 0, name: 'stop' })
    await gone
    clearTimeout(timer)
  }
}

function launch({ entry, settings, flags = [] }: PartOptions, log: string): ChildProcess {
  const file = fileURLToPath(new URL(`../${entry}.ts`, import.meta.url))
  const errors = openSync(log, 'w')
  try {
    return spawn(
      process.execPath,
      [...flags, '--disable-warning=ExperimentalWarning', file, JSON.stringify(settings)],
      {
        stdio: ['ignore', 'ignore', errors, 'ipc'],
        serialization: 'advanced',
      },
    )
  } finally {
    closeSync(errors)
  }
}

function settle(waiting: Map<number, PromiseWithResolvers<unknown>>, answered: Answered): void {
  const waiter = waiting.get(answered.id)
  waiting.delete(answered.id)
  if ('error' in answered) waiter?.reject(new Error(answered.error))
  else waiter?.resolve(answered.value)
}

/** In the process itself: what its parent handed to it. */
export function partSettings<Settings>(): Settings {
  return JSON.parse(process.argv[2] ?? '{}')
}
