interface Timer {
  readonly at: number
  readonly order: number
  readonly callback: () => void
  cancelled: boolean
}

/** Timers by the time at which they are due, those of one time in the order in which they were set: a binary heap. */
export class TimerQueue {
  readonly #heap: Timer[] = []
  #orders = 0
  /** Those that have neither been taken nor cancelled. */
  pending = 0

  add(at: number, callback: () => void): () => void {
    const timer: Timer = { at, order: this.#orders++, callback, cancelled: false }
    this.pending += 1
    this.#rise(this.#heap.push(timer) - 1)
    return () => {
      if (!timer.cancelled) this.pending -= 1
      timer.cancelled = true
    }
  }

  /** Takes the next one that is due by then. */
  take(by: number): { readonly at: number; readonly callback: () => void } | undefined {
    for (let first = this.#heap[0]; first && first.at <= by; first = this.#heap[0]) {
      const last = this.#heap.pop() as Timer
      if (last !== first) this.#sink(last)
      if (first.cancelled) continue
      this.pending -= 1
      first.cancelled = true
      return first
    }
    return undefined
  }

  #rise(start: number): void {
    const heap = this.#heap
    const timer = heap[start] as Timer
    let index = start
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (isBefore(heap[parent] as Timer, timer)) break
      heap[index] = heap[parent] as Timer
      index = parent
    }
    heap[index] = timer
  }

  /** Puts it in the place of the first one. */
  #sink(timer: Timer): void {
    const heap = this.#heap
    let index = 0
    for (let child = 1; child < heap.length; child = 2 * index + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Timer, heap[child] as Timer)) child += 1
      if (isBefore(timer, heap[child] as Timer)) break
      heap[index] = heap[child] as Timer
      index = child
    }
    heap[index] = timer
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}
