import type { ResourceRepository } from '../resources/repository.ts'
import type { Ledger } from '../usage/ledger.ts'
import type { Spend } from '../usage/spend.ts'

/** Whether the store can be written now; says in a sentence why not. */
export interface StoreCheck {
  readonly healthy: boolean
  readonly message: string
}

/** Everything that outlives the process. */
export interface Store {
  readonly ledger: Ledger
  readonly resources: ResourceRepository
  readonly spend: Spend
  /** Resolves as soon as the database has been there with a schema of this version; never, if it is closed before. */
  readonly opened: Promise<void>
  /** While the store cannot be written, each check also tries whether it works again. */
  check(): StoreCheck
  /** Waits for what was recorded, then closes. */
  close(): Promise<void>
}
