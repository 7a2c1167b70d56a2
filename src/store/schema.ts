import type { ColumnType } from 'kysely'

/** Read as bigint from both databases, so that no figure loses a digit; written as either. */
type Integer = ColumnType<bigint, number | bigint, number | bigint>

/** 0 or 1. */
type Flag = Integer

/** The ledger: one row for each attempt, never changed. */
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
}
