/** What the bench asks of one of its processes. */
export interface Asked {
  readonly id: number
  readonly name: string
  readonly argument?: unknown
}

/** The answer to the question with the same id; id 0 says that the process is ready. */
export type Answered =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }

/** What a process has used since it started, and the memory that it holds now. */
export interface Resources {
  readonly processMicros: number
  readonly threadMicros: number
  readonly rssBytes: number
  /** The most that it ever held. */
  readonly peakRssBytes: number
}
