import { timingSafeEqual } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import type { Principal } from '../core/principal.ts'
import type { Secret } from '../core/secret.ts'
import { virtualKeyDigest, virtualKeyId } from './virtual-key.ts'

/** What is known of a virtual key. */
export interface KeyRecord {
  readonly id: string
  readonly digest: Buffer
  /** What it was before it was rotated, while that is still good. */
  readonly previous: { readonly digest: Buffer; readonly expireTime: number } | undefined
  /** Who calls with it. */
  readonly principal: Principal
  /** Epoch milliseconds; undefined: it does not end. */
  readonly expireTime: number | undefined
  /** Undefined: it may be used. Otherwise a sentence that says why not. */
  readonly refusal: string | undefined
}

/** Why a key is not good, in a sentence; or who calls with it. */
export type KeyVerdict = { readonly principal: Principal } | { readonly refusal: string }

const UNKNOWN = 'The API key is not valid.'

/** All virtual keys, in memory: a call is judged without asking the store. */
export class KeyRing {
  readonly #byId = new Map<string, KeyRecord>()
  readonly #peppers: readonly Secret[]
  readonly #clock: Clock

  /** Each key was digested with one of the peppers. */
  constructor(peppers: readonly Secret[], clock: Clock) {
    this.#peppers = peppers
    this.#clock = clock
  }

  get size(): number {
    return this.#byId.size
  }

  /** Takes these for all that there are. */
  replace(records: Iterable<KeyRecord>): void {
    this.#byId.clear()
    for (const record of records) this.#byId.set(record.id, record)
  }

  /** From this moment, so that a key that was revoked here is refused here at once. */
  put(record: KeyRecord): void {
    this.#byId.set(record.id, record)
  }

  remove(id: string): void {
    this.#byId.delete(id)
  }

  /** Why the key of this id is not good, whoever shows it; undefined: it is. */
  refusalOf(id: string): string | undefined {
    const record = this.#byId.get(id)
    return record ? this.#refusalOf(record) : UNKNOWN
  }

  /** What is told of a key says no more to whoever does not hold it: only its holder learns why it is refused. */
  judge(text: string): KeyVerdict {
    const id = virtualKeyId(text)
    if (id === undefined) return { refusal: 'The API key is mistyped or cut: its checksum is wrong.' }
    const record = this.#byId.get(id)
    const digests = this.#peppers.map((pepper) => virtualKeyDigest(text, pepper))
    if (!record || !digests.some((digest) => this.#fits(digest, record))) return { refusal: UNKNOWN }
    const refusal = this.#refusalOf(record)
    return refusal === undefined ? { principal: record.principal } : { refusal }
  }

  #refusalOf({ refusal, expireTime }: KeyRecord): string | undefined {
    if (refusal !== undefined) return refusal
    return expireTime !== undefined && expireTime <= this.#clock.now() ? 'The API key has expired.' : undefined
  }

  #fits(digest: Buffer, { digest: current, previous }: KeyRecord): boolean {
    if (timingSafeEqual(digest, current)) return true
    return previous !== undefined && this.#clock.now() < previous.expireTime && timingSafeEqual(digest, previous.digest)
  }
}
