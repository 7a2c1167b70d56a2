import type { LeaseBook, LeaseEntry } from '../usage/leases.ts'
import { larger, smaller } from './order.ts'
import type { Window } from './window.ts'

/** What a replica wants of a hard budget. Amounts are billionths of a US dollar. */
export interface Ask {
  /** The budget's. */
  readonly amountNanos: bigint
  readonly window: Window
  /** Reserved, or paid and not in the ledger yet. */
  readonly usedNanos: bigint
  /** What it goes on spending from while it asks: at least what is used. */
  readonly keepNanos: bigint
  /** What attempts that wait would take, in turn. */
  readonly needs: readonly bigint[]
  /** What it would like to have beyond that, so as not to ask for each attempt. */
  readonly aheadNanos: bigint
}

/**
 * What came of an ask: all that was needed was given; others were asked to give back what they do not use; nothing more is
 * left; or the window has not begun, or is over, by the database's clock.
 */
export type Outcome = 'given' | 'pending' | 'none' | 'untimely'

export interface Grant extends LeaseEntry {
  readonly outcome: Outcome
  /** What the ledger has of the window. */
  readonly spentNanos: bigint
}

/** A replica takes for later at most this part of what is left, so that slices become smaller near the limit. */
const SHARE = 8n

const DAY_MS = 86_400_000

/** What a lease without a window's end lives for after its latest change. */
const LONGEST_MS = 31 * DAY_MS

/** A lease outlives its window by more than clocks differ, than an attempt waits for its turn, and than the store is mostly away. */
const MARGIN_MS = 3_600_000

/**
 * How much a replica may hold, so that what the ledger has of the window and all leases together stay within the amount.
 * Leases of others count whole, whichever window they were taken in, since what they hold may still be paid in this one.
 */
export function grant(book: LeaseBook, ask: Ask): Grant {
  const { now, turn, spentNanos, mine, others } = book
  const { amountNanos, window, usedNanos, keepNanos } = ask
  const isTimely = now >= window.start && now < window.end
  const lent = others.reduce((sum, { leasedNanos }) => sum + leasedNanos, 0n)
  const most = isTimely ? larger(amountNanos - spentNanos - lent, keepNanos) : keepNanos
  const level = ask.needs.reduce((sum, need) => (sum + need <= most ? sum + need : sum), usedNanos)
  const isShort = level < ask.needs.reduce((sum, need) => sum + need, usedNanos)
  const isStarving = others.some(({ wantedTurn }) => wantedTurn > mine.answeredTurn)
  const ahead = isStarving ? 0n : smaller(ask.aheadNanos, larger(most - level, 0n) / SHARE)
  const wantedTurn = mine.wantedTurn || turn
  const outcome = isShort ? shortage(book, isTimely, wantedTurn) : 'given'
  return {
    leasedNanos: larger(keepNanos, level + ahead),
    answeredTurn: isStarving && keepNanos > usedNanos ? mine.answeredTurn : turn,
    wantedTurn: outcome === 'pending' ? wantedTurn : 0,
    expireTime: larger(now, smaller(window.end, now + LONGEST_MS)) + MARGIN_MS,
    outcome,
    spentNanos,
  }
}

/** Others may have more than they use until they have answered. */
function shortage({ others }: LeaseBook, isTimely: boolean, wantedTurn: number): Outcome {
  if (!isTimely) return 'untimely'
  const mayGive = others.some(({ leasedNanos, answeredTurn }) => leasedNanos > 0n && answeredTurn <= wantedTurn)
  return mayGive ? 'pending' : 'none'
}
