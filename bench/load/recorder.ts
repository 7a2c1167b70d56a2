import { distributionOf } from '../statistics.ts'
import { ageOfToken } from '../token.ts'
import type { Caller, Load, LoadResult } from './load.ts'

/** Makes calls one by one and keeps what was seen of each. */
export class Recorder {
  readonly #load: Load
  readonly #latencies: number[] = []
  readonly #firstTokens: number[] = []
  readonly #delays: number[] = []
  readonly #stalls: number[] = []
  readonly #start = performance.now()
  #tokens = 0
  #messages = 0
  #errors = 0
  #firstError = ''

  constructor(load: Load) {
    this.#load = load
  }

  async call(caller: Caller): Promise<void> {
    const start = performance.now()
    try {
      if (this.#load.method === 'unary') await caller.unary()
      else await this.#stream(caller, start)
      this.#latencies.push(performance.now() - start)
    } catch (error) {
      this.#errors += 1
      this.#firstError ||= error instanceof Error ? error.message : String(error)
    }
  }

  async #stream(caller: Caller, start: number): Promise<void> {
    let last = start
    let tokens = 0
    let stall = 0
    await caller.stream((bytes, textStart, count) => {
      const now = performance.now()
      this.#delays.push(ageOfToken(bytes, textStart))
      if (tokens === 0) this.#firstTokens.push(now - start)
      else stall = Math.max(stall, now - last)
      last = now
      tokens += count
      this.#messages += 1
    })
    this.#tokens += tokens
    this.#stalls.push(stall)
    if (tokens !== this.#load.tokens) throw new Error(`${tokens} tokens came instead of ${this.#load.tokens}.`)
  }

  result(): LoadResult {
    return {
      calls: this.#latencies.length,
      errors: this.#errors,
      firstError: this.#firstError,
      elapsedMs: performance.now() - this.#start,
      latency: distributionOf(this.#latencies),
      tokens: this.#tokens,
      messages: this.#messages,
      firstToken: distributionOf(this.#firstTokens),
      tokenDelay: distributionOf(this.#delays),
      stall: distributionOf(this.#stalls),
    }
  }
}
