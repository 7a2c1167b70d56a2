// What runs in the page of the browser test: the client for TypeScript, driven from outside by `calls`.
import { createClient, SwitchyardError, textsOf } from '@switchyard/client'

/** What a page sees of an error. */
export interface SeenError {
  readonly code: string
  readonly reason: string | undefined
  readonly fields: string[]
  readonly retryAfterMs: number | undefined
  readonly attempts: string[]
  readonly hasRequestId: boolean
}

export interface PageCalls {
  /** The texts of the stream that have arrived. */
  readonly arrived: string[]
  /** How the stream ended; undefined: it runs. */
  ended: SeenError | 'finished' | 'left' | undefined
  ask(baseUrl: string, model: string, prompt: string): Promise<string | SeenError>
  health(baseUrl: string): Promise<boolean>
  /** Reads a stream; leaves it after that many texts, where there are that many. */
  startStream(baseUrl: string, leaveAfter: number): void
  cancel(): void
}

let controller = new AbortController()

const calls: PageCalls = {
  arrived: [],
  ended: undefined,
  async ask(baseUrl, model, prompt) {
    try {
      const client = createClient({ baseUrl, maxRetries: 0 })
      const { text, info } = await client.generateText(prompt, { model, timeoutMs: 20_000 })
      return `${text} ${info?.usage?.outputTokens}`
    } catch (error) {
      return seen(error)
    }
  },
  async health(baseUrl) {
    return createClient({ baseUrl }).healthCheck()
  },
  startStream(baseUrl, leaveAfter) {
    controller = new AbortController()
    read(baseUrl, leaveAfter).then(
      (end) => {
        calls.ended = end
      },
      (error) => {
        calls.ended = seen(error)
      },
    )
  },
  cancel: () => controller.abort(),
}

async function read(baseUrl: string, leaveAfter: number): Promise<'finished' | 'left'> {
  const { signal } = controller
  for await (const text of textsOf(createClient({ baseUrl }).generateTextStream('Hello', { model: 'm', signal }))) {
    if (calls.arrived.push(text) === leaveAfter) return 'left'
  }
  return 'finished'
}

function seen(thrown: unknown): SeenError {
  if (!(thrown instanceof SwitchyardError)) throw thrown
  const { code, reason, fieldViolations, retryAfterMs, attempts, requestId } = thrown
  return {
    code,
    reason,
    fields: fieldViolations.map(({ field }) => field),
    retryAfterMs,
    attempts: attempts.map(({ model }) => model),
    hasRequestId: requestId !== '',
  }
}

Object.assign(globalThis, { calls })
