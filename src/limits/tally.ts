/** Counts what is taken here of something that replicas share, and knows what of it the others have been told. */
export class Tally {
  #total = 0
  #told = 0
  #sent = 0
  #ahead = Infinity

  get total(): number {
    return this.#total
  }

  /** Whether they know, and were told nothing else that they may have heard. */
  get isTold(): boolean {
    return this.#total === this.#told && this.#total === this.#sent
  }

  /** What was taken, or below 0: given back, since the others were told, whether they heard it or not. */
  get unheard(): number {
    return this.#total - this.#sent
  }

  add(amount: number): void {
    this.#total += amount
  }

  /** Whether so much may be taken before the others know. Where there are none it always may. */
  mayTake(amount: number): boolean {
    return this.#total + amount - this.#told <= this.#ahead
  }

  /** The others are being told of all that was taken. */
  send(): number {
    this.#sent = this.#total
    return this.#total
  }

  /** What was taken since they were told is never told. */
  forget(): void {
    this.#total = this.#sent
  }

  /** The others know of so much. */
  told(total: number): void {
    this.#told = total
  }

  /** So much may be taken before they know more. */
  allow(ahead: number): void {
    this.#ahead = ahead
  }
}
