/** Lets waiters through one at a time, whenever the test opens it. */
export class Gate {
  #open = 0
  #waiting: (() => void)[] = []

  /** Lets `count` more waiters through, those to come included. */
  open(count = 1): void {
    this.#open += count
    while (this.#open > 0) {
      const next = this.#waiting.shift()
      if (!next) return
      this.#open -= 1
      next()
    }
  }

  readonly wait = (): Promise<void> => {
    if (this.#open > 0) {
      this.#open -= 1
      return Promise.resolve()
    }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}

/** All messages of a stream. Throws its error. */
export async function readAll<Message>(stream: AsyncIterable<Message>): Promise<Message[]> {
  const messages: Message[] = []
  for await (const message of stream) messages.push(message)
  return messages
}

/** The numbers that a stream's messages bear. */
export function sequencesOf(messages: readonly ({ readonly sequence: bigint } | undefined)[]): bigint[] {
  return messages.map((message) => message?.sequence ?? 0n)
}
