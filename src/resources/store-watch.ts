import { ConfigError } from '../config/faults.ts'
import type { CancelTimer, Clock } from '../core/clock.ts'
import type { ResourceMarks } from './repository.ts'

/** So long it takes at most until a change that was made at another replica is noticed here. */
const PERIOD_MS = 2000

/** Something that was made of what is stored, and follows it. */
export interface Follower {
  /** The kinds of resources that it is made of. */
  readonly kinds: readonly string[]
  /**
   * Takes over what is stored. Rejects, and stays as it was, when that cannot be done now; with a ConfigError, of which
   * it has told by itself, when it cannot be done before something else is stored.
   */
  refresh(): Promise<void>
  /** Hears that what it has taken over is what was stored at a time, which is on the monotonic clock. */
  confirm?(time: number): void
}

/** Hears once of each change of state. */
export interface WatchObserver {
  /** What is stored cannot be taken over. */
  failing(error: unknown): void
  /** It can be again. */
  recovered(): void
}

export interface StoreWatchOptions {
  readonly repository: ResourceMarks
  readonly followers: readonly Follower[]
  readonly clock: Clock
  readonly observer: WatchObserver
}

/**
 * Looks again and again whether other processes changed what is stored, and has those follow whom it concerns. None waits
 * for another: who calls is to be known also while the configuration takes its time.
 */
export class StoreWatch {
  readonly #options: StoreWatchOptions
  readonly #follows: readonly Following[]
  /** Who could not do what they had to the last time. */
  readonly #failing = new Set<unknown>()
  #cancel: CancelTimer = () => {}
  #isStopped = false

  constructor(options: StoreWatchOptions) {
    this.#options = options
    this.#follows = options.followers.map((follower) => new Following(follower))
  }

  start(): void {
    this.#cancel = this.#options.clock.after(PERIOD_MS, () => void this.#look(), 'background')
  }

  stop(): void {
    this.#isStopped = true
    this.#cancel()
  }

  /** The next time is counted from the end of this one, so that a slow store is not asked twice at once. */
  async #look(): Promise<void> {
    const time = this.#options.clock.monotonic()
    await this.#note(this, async () => {
      const marks = await this.#options.repository.marks()
      for (const following of this.#follows) {
        if (!following.isBusy) void this.#note(following, () => following.follow(marks, time))
      }
    })
    if (!this.#isStopped) this.start()
  }

  async #note(who: unknown, task: () => Promise<void>): Promise<void> {
    try {
      await task()
      if (this.#failing.delete(who) && this.#failing.size === 0 && !this.#isStopped) this.#options.observer.recovered()
    } catch (error) {
      if (this.#failing.size === 0 && !this.#isStopped) this.#options.observer.failing(error)
      this.#failing.add(who)
    }
  }
}

/** A follower, and how far it has come. */
class Following {
  readonly #follower: Follower
  /** What it has seen last, and whether it has taken that over. */
  #mark: string | undefined
  #isTaken = false
  isBusy = false

  constructor(follower: Follower) {
    this.#follower = follower
  }

  async follow(marks: ReadonlyMap<string, string>, time: number): Promise<void> {
    const { kinds } = this.#follower
    const mark = kinds.map((kind) => marks.get(kind) ?? '').join(' ')
    if (mark !== this.#mark) {
      this.#isTaken = await this.#refresh()
      this.#mark = mark
    } else if (this.#isTaken) this.#follower.confirm?.(time)
  }

  async #refresh(): Promise<boolean> {
    this.isBusy = true
    try {
      await this.#follower.refresh()
      return true
    } catch (error) {
      if (error instanceof ConfigError) return false
      throw error
    } finally {
      this.isBusy = false
    }
  }
}
