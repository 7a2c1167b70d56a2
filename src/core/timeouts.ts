/** How long each phase of an attempt may take, milliseconds. */
export interface Timeouts {
  /** To connect, name look-up and TLS included. */
  readonly connectMs: number
  /** Until the first content of a streamed answer. */
  readonly firstTokenMs: number
  /** Between two pieces of a streamed answer. */
  readonly idleMs: number
  /** For the whole attempt. */
  readonly totalMs: number
}
