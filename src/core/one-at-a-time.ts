/** Runs tasks one after the other, in the order in which they were given. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve()

  /** Settles as the task does. One that rejects does not keep the next from running. */
  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(task)
    this.#last = done.catch(() => {})
    return done
  }

  /** Resolves when all tasks that were given so far have ended. */
  async idle(): Promise<void> {
    await this.#last
  }
}
