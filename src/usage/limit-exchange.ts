/** What a replica has taken of a rate limit since it began to count. */
export interface LimitUse {
  /** Tells limits apart; the same at all replicas. */
  readonly limit: string
  /** Another one tells that the replica has begun to count anew. */
  readonly incarnation: number
  readonly requests: number
  /** Falls when a call has used less than it was let in with. */
  readonly tokens: number
  /** Calls that run now. */
  readonly running: number
  /** What all replicas together may still take now, as far as this one knows; to a thousandth; below 0: so much is owed. */
  readonly requestsLeft: number
  readonly tokensLeft: number
}

/** What another replica told of itself. */
export interface HeardUse extends LimitUse {
  readonly replica: string
  /** The turn in which it began to tell of this limit. */
  readonly begunTurn: number
  /** How long ago, in milliseconds by the database's clock. */
  readonly ageMs: number
}

/** What the store knows of other replicas, as of one moment. */
export interface LimitBook {
  /** Counts the exchanges of all replicas, this one included. */
  readonly turn: number
  /** The others that are there. */
  readonly replicas: readonly string[]
  /** What others told after the turn that was asked for; also those that are not there any more. */
  readonly uses: readonly HeardUse[]
}

export interface LimitQuestion {
  /** Another one whenever a process starts. */
  readonly replica: string
  /** The turn up to which it has heard everything; 0: nothing. */
  readonly since: number
}

/** Where replicas tell each other what they took of rate limits. Nothing of it needs to outlive a minute. */
export interface LimitExchange {
  /**
   * Writes what `decide` makes of the book, and that the replica is there, while no other replica does the same. Gives the
   * turn. Rejects with STORE_UNAVAILABLE, and may have written it nevertheless.
   */
  exchange(question: LimitQuestion, decide: (book: LimitBook) => readonly LimitUse[]): Promise<number>
  /** The replica is there no more; what it told stays. Rejects as `exchange`. */
  leave(replica: string): Promise<void>
}
