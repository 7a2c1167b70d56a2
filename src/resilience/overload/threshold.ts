/** It is left behind only well below where it was met, so that a value near it does not flap. */
const LEAVING = 0.9

/** Whether something is over its bound. */
export class Threshold {
  #isOver = false

  get isOver(): boolean {
    return this.#isOver
  }

  /** Tells whether that changed it. */
  update(value: number, bound: number): boolean {
    const isOver = value >= (this.#isOver ? bound * LEAVING : bound)
    const isChanged = isOver !== this.#isOver
    this.#isOver = isOver
    return isChanged
  }
}
