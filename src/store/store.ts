import type { Kept } from '../resources/repository.ts'
import type { BudgetLeases } from '../usage/leases.ts'
import type { Ledger } from '../usage/ledger.ts'
import type { LimitExchange } from '../usage/limit-exchange.ts'
import type { UsageReports } from '../usage/reports.ts'
import type { Spend } from '../usage/spend.ts'

/** Whether the store can be written now; says in a sentence why not, or what is wrong although it can. */
export interface StoreCheck {
  readonly healthy: boolean
  readonly message: string
}

/** What the store has done since it was opened, as of now. */
export interface StoreFigures {
  /** What rows take that wait for the database. */
  readonly spoolBytes: number
  /** Rows that went into the spool, and that came out of it. */
  readonly spooled: number
  readonly drained: number
  /** Rows that nothing took when their call ended. */
  readonly refused: number
  /** Those of them that are still to be written, and those that were given up. */
  readonly unwritten: number
  readonly lost: number
  /** Whether rows are taken now. */
  readonly available: boolean
  /** Rows that were deleted for their age. */
  readonly deleted: number
}

/** Everything that outlives the process. */
export interface Store extends Kept {
  readonly ledger: Ledger
  readonly reports: UsageReports
  readonly figures: StoreFigures
  readonly spend: Spend
  /** What replicas that share it hold of budgets. */
  readonly leases: BudgetLeases
  /** Where they tell each other what they took of rate limits. */
  readonly limits: LimitExchange
  /** Resolves as soon as the database has been there with a schema of this version; never, if it is closed before. */
  readonly opened: Promise<void>
  /** While the store cannot be written, each check also tries whether it works again. */
  check(): StoreCheck
  /** Waits for what was recorded, then closes. */
  close(): Promise<void>
}
