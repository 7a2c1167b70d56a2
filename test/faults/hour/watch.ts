/** Attempts at a provider within ten seconds: the first ones of calls, and repetitions. */
export interface Window {
  firsts: number
  retries: number
}

const WINDOW_MS = 10_000

/** Notes what callers and providers see. */
export class Watch {
  calls = 0
  answered = 0
  /** Attempts that reached a provider while its circuit was open. */
  whileOpen = 0
  /** Calls that got an error, by its reason. */
  readonly failed = new Map<string, number>()
  /** Of each provider. */
  readonly windows: readonly Window[][]
  readonly #start: number
  /** The calls under way that each provider has seen. */
  readonly #seen: readonly Set<string>[]

  constructor(providers: number, start: number) {
    this.#start = start
    this.windows = Array.from({ length: providers }, () => [])
    this.#seen = Array.from({ length: providers }, () => new Set())
  }

  get availability(): number {
    return this.answered / this.calls
  }

  /** The number of a call that begins. */
  began(): number {
    this.calls += 1
    return this.calls
  }

  /** `reason` is that of its error; undefined: it was answered. */
  ended(call: string, reason: string | undefined): void {
    if (reason === undefined) this.answered += 1
    else this.failed.set(reason, (this.failed.get(reason) ?? 0) + 1)
    for (const seen of this.#seen) seen.delete(call)
  }

  attempted(call: string, provider: number, now: number, isOpen: boolean): void {
    if (isOpen) this.whileOpen += 1
    const seen = this.#seen[provider]
    const window = this.#windowAt(provider, now)
    if (seen?.has(call)) window.retries += 1
    else window.firsts += 1
    seen?.add(call)
  }

  #windowAt(provider: number, now: number): Window {
    const windows = this.windows[provider] as Window[]
    const index = Math.floor((now - this.#start) / WINDOW_MS)
    const window = windows[index] ?? { firsts: 0, retries: 0 }
    windows[index] = window
    return window
  }
}
