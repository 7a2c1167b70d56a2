/** What a call costs with something set otherwise than in the scenarios. */
export interface SwitchReport {
  readonly name: string
  readonly title: string
  /** Of the whole process and of its main thread, medians of the rounds. */
  readonly cpuMicrosPerCall: number
  readonly threadMicrosPerCall: number
  /** The first one's in the same round taken off, of the whole process: the quarters of the rounds lie between these. */
  readonly added: { readonly low: number; readonly median: number; readonly high: number }
  readonly errors: number
  /** Why the first call failed; empty when none did. */
  readonly firstError: string
}
