import type { ColumnType } from 'kysely'

/** Read as bigint from both databases, so that no figure loses a digit; written as either. */
type Integer = ColumnType<bigint, number | bigint, number | bigint>

/** 0 or 1. */
type Flag = Integer

/** The ledger: one row for each attempt. What it tells never changes. */
export interface AttemptTable {
  attempt_id: string
  call_id: string
  attempt_index: Integer
  last: Flag
  principal: string
  operation: string
  streaming: Flag
  provider: string
  model: string
  requested_model: string
  start_time: Integer
  latency_us: Integer
  first_content_us: Integer | null
  call_latency_us: Integer
  call_outcome: string
  outcome: string
  error_reason: string
  finish_reason: string
  input_tokens: Integer
  output_tokens: Integer
  cache_read_input_tokens: Integer
  cache_write_input_tokens: Integer
  reasoning_output_tokens: Integer
  usage_estimated: Flag
  cost_nanos: Integer
  cost_estimated: Flag
  trace_id: string
  source_agent: string
  session_id: string
  labels: string
  tenant: string
  user_name: string
  project: string
  /** The id of a virtual key; empty where the caller showed none. */
  key_id: string
  task_type: string
  route: string
  hedged: Flag
  /** Which roll-ups it is in, the only column that changes: less than 2, not in those that there are now. */
  rolled_up: ColumnType<bigint, number | bigint | undefined, number | bigint>
}

/** What roll-ups can be told apart by. What a grain does not tell apart is empty. */
export interface RollupGroupTable {
  /** A digest of the others. */
  group_id: string
  tenant: string
  principal: string
  user_name: string
  project: string
  key_id: string
  source_agent: string
  provider: string
  model: string
  operation: string
  task_type: string
  route: string
  /** Of the attempt. */
  outcome: string
  call_outcome: string
}

/** The attempts of a group that started within a period. */
export interface RollupTable {
  /** By which dimensions its group is told apart, a position in `GRAINS`. Each attempt is summed up in every grain. */
  grain: Integer
  /** Milliseconds: half an hour, a day, or thirty days. */
  period: Integer
  /** When the period begins: a multiple of it since the epoch. */
  start_time: Integer
  group_id: string
  attempts: Integer
  /** Calls count with their last attempt. */
  calls: Integer
  failed_calls: Integer
  cancelled_calls: Integer
  answered_calls: Integer
  answered_latency_us: Integer
  /** Attempts of which tokens are known. */
  metered_attempts: Integer
  /** Attempts that read from the vendor's cache. */
  cache_read_attempts: Integer
  input_tokens: Integer
  output_tokens: Integer
  cache_read_input_tokens: Integer
  cache_write_input_tokens: Integer
  reasoning_output_tokens: Integer
  /** How many of the attempts. */
  usage_estimated: Integer
  cost_nanos: Integer
  cost_estimated: Integer
}

/** A histogram of the latencies of answered calls. */
export interface RollupLatencyTable {
  period: Integer
  start_time: Integer
  tenant: string
  provider: string
  model: string
  bucket: Integer
  calls: Integer
}

/** Work that one replica does for all. */
export interface LeaseTable {
  name: string
  holder: string
  expire_time: Integer
}

/** What a replica holds of a budget; the row of no replica counts in `turn` what changed of the budget's leases. */
export interface BudgetLeaseTable {
  budget: string
  replica: string
  leased_nanos: Integer
  turn: Integer
  wanted_turn: Integer
  expire_time: Integer
}

/** A replica that holds rate limits together with others; the row of no replica counts in `turn` their exchanges. */
export interface RateLimitReplicaTable {
  replica: string
  turn: Integer
  seen_time: Integer
}

/** What a replica has taken of a rate limit since it began to count, as it told in that turn. */
export interface RateLimitUseTable {
  rate_limit: string
  replica: string
  incarnation: Integer
  requests: Integer
  tokens: Integer
  running: Integer
  /** Thousandths, of the limit as a whole; below 0: so much is owed. */
  requests_left: Integer
  tokens_left: Integer
  /** In which it began to count. */
  begun_turn: Integer
  turn: Integer
  time: Integer
}

/** What operators made or changed while the service ran. */
export interface ResourceTable {
  kind: string
  name: string
  json: string
  etag: string
  create_time: Integer
  update_time: Integer
}

/** What operators changed: one row for each change, never changed itself. */
export interface AuditTable {
  id: string
  time: Integer
  /** Whose thing it is; empty: the whole service's. */
  tenant: string
  principal: string
  action: string
  resource: string
  before_json: string | null
  after_json: string | null
  trace_id: string
}

/** The tables as `migrations.ts` leaves them, the same in both databases. */
export interface Schema {
  attempts: AttemptTable
  resources: ResourceTable
  audit_events: AuditTable
  usage_groups: RollupGroupTable
  usage_sums: RollupTable
  usage_latencies: RollupLatencyTable
  leases: LeaseTable
  budget_leases: BudgetLeaseTable
  rate_limit_replicas: RateLimitReplicaTable
  rate_limit_uses: RateLimitUseTable
}
