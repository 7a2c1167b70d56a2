import type { UpstreamExchange } from '../support/upstream.ts'

/** What became of the requests of a trace. */
export interface SeenRequests {
  readonly requests: number
  /** Those whose connection the gateway closed before they were answered to the end. */
  readonly cut: number
}

const LONGEST_WAIT_MS = 10_000

/** The requests that came to the upstream, by the trace id of the call that they serve. */
export class Requests {
  readonly #byTrace = new Map<string, UpstreamExchange[]>()

  note(exchange: UpstreamExchange): void {
    const trace = String(exchange.headers['x-trace-id'])
    this.#byTrace.set(trace, [...(this.#byTrace.get(trace) ?? []), exchange])
  }

  /** Whether it is the first one of its trace. */
  isFirst(exchange: UpstreamExchange): boolean {
    return this.#byTrace.get(String(exchange.headers['x-trace-id']))?.[0] === exchange
  }

  /** Tells of the trace that the path ends with as soon as all its requests are closed, at the latest after ten seconds. */
  async whenCut({ path }: UpstreamExchange): Promise<SeenRequests> {
    const exchanges = this.#byTrace.get(decodeURIComponent(path.slice('/seen/'.length))) ?? []
    const wait = Promise.withResolvers<void>()
    const timer = setTimeout(wait.resolve, LONGEST_WAIT_MS)
    await Promise.race([Promise.all(exchanges.map(closed)), wait.promise])
    clearTimeout(timer)
    const cut = exchanges.filter(({ response }) => response.closed && !response.writableFinished)
    return { requests: exchanges.length, cut: cut.length }
  }
}

function closed({ response }: UpstreamExchange): Promise<void> {
  return new Promise((resolve) => {
    if (response.closed) resolve()
    else response.once('close', () => resolve())
  })
}
