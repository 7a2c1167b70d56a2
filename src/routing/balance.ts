import type { Target } from '../core/call.ts'
import { chanceOf, hashOf } from './key-hash.ts'
import { freshness, type ObservedTarget } from './target-knowledge.ts'

/** How calls are spread among targets of the same priority. */
export type Balance = 'ordered' | 'weighted' | 'least_busy' | 'latency' | 'sticky'

/** A target of a route with its part of the calls. */
export interface Share {
  readonly target: Target
  /** At least 0. With 0 it is only tried after the others of its priority. */
  readonly weight: number
  /** Of the target's name, for `sticky`. */
  readonly hash: number
}

/** What balancing goes by at the moment of a call. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number
  readonly random: () => number
  readonly observed: (target: Target) => ObservedTarget
  /** What the call has in common with others that belong to it; undefined: nothing. */
  readonly key: string | undefined
}

/** A share with what decides its place: the lower comes first, by the rank and among equals by the draw. */
interface Placed {
  readonly share: Share
  readonly rank: number
  readonly draw: number
}

/**
 * The targets of one priority in the order in which they are to be tried. Each is looked for when it is asked for, since
 * most calls need only the first.
 */
export function balanced(balance: Balance, shares: readonly Share[], moment: Moment): Iterable<Share> {
  if (shares.length < 2) return shares
  switch (balance) {
    case 'ordered':
      return shares
    case 'weighted':
      return inOrder(placed(shares, moment.random))
    case 'least_busy':
      return inOrder(placed(shares, moment.random, (share) => loadOf(share, moment)))
    case 'latency':
      return quickerFirst(placed(shares, moment.random), moment)
    case 'sticky':
      return inOrder(placed(shares, chanceByKey(moment)))
    default:
      return balance satisfies never
  }
}

/**
 * Draws without putting back, each target in proportion to its weight: the least of -ln(u)/weight comes first, for u
 * evenly spread. Source: Efraimidis and Spirakis, Weighted random sampling with a reservoir, 2006.
 */
function placed(
  shares: readonly Share[],
  chance: (share: Share) => number,
  rankOf: (share: Share) => number = () => 0,
): Placed[] {
  return shares.map((share) => ({
    share,
    rank: rankOf(share),
    draw: share.weight === 0 ? Infinity : -Math.log(1 - chance(share)) / share.weight,
  }))
}

/**
 * The same draw with a hash of key and target in the place of chance: rendezvous hashing. What a target draws does not
 * depend on the others, so that a new one takes over only the keys that it wins.
 */
function chanceByKey({ key, random }: Moment): (share: Share) => number {
  if (key === undefined) return random
  const hash = hashOf(key)
  return (share) => chanceOf(hash, share.hash)
}

function* inOrder(left: Placed[]): Generator<Share> {
  for (let first = takeFirst(left); first; first = takeFirst(left)) yield first.share
}

/** Power of two choices: a look at two is enough, and does not send everyone to the one that was quickest last. */
function* quickerFirst(left: Placed[], moment: Moment): Generator<Share> {
  const first = takeFirst(left)?.share as Share
  const second = takeFirst(left)?.share as Share
  const isQuicker = waitAt(second, moment) < waitAt(first, moment)
  yield isQuicker ? second : first
  yield isQuicker ? first : second
  yield* inOrder(left)
}

/** Equal ones keep their order. */
function takeFirst(left: Placed[]): Placed | undefined {
  let place = 0
  let first = left[0]
  for (let index = 1; index < left.length; index++) {
    const other = left[index] as Placed
    if (first && isBefore(other, first)) {
      first = other
      place = index
    }
  }
  left.splice(place, 1)
  return first
}

function isBefore(a: Placed, b: Placed): boolean {
  return a.rank === b.rank ? a.draw < b.draw : a.rank < b.rank
}

function loadOf({ target, weight }: Share, { observed }: Moment): number {
  return weight === 0 ? Infinity : observed(target).inFlight / weight
}

/** What is not known yet is worth finding out, and what was seen long ago worth seeing again. */
function waitAt({ target, weight }: Share, { observed, now }: Moment): number {
  if (weight === 0) return Infinity
  const seen = observed(target)
  return (seen.averageLatencyMs ?? 0) * freshness(seen, now) * (seen.inFlight + 1)
}
