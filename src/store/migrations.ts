/**
 * The steps that lead from an empty database to the present schema, the same for SQLite and PostgreSQL. A database counts
 * the steps it has taken. A step that was released is never changed: a new one is added at the end.
 *
 * A step must leave the version before it working, since its replicas go on while the first new one takes the step: it adds
 * tables, indexes, and columns with a default. What nobody uses any more is dropped one version later.
 *
 * Money, times and counts are integers, times in milliseconds since the epoch; ids are text, and so is JSON.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE attempts (
     attempt_id TEXT NOT NULL PRIMARY KEY,
     call_id TEXT NOT NULL,
     attempt_index INTEGER NOT NULL,
     last INTEGER NOT NULL,
     principal TEXT NOT NULL,
     operation TEXT NOT NULL,
     streaming INTEGER NOT NULL,
     provider TEXT NOT NULL,
     model TEXT NOT NULL,
     requested_model TEXT NOT NULL,
     start_time INTEGER NOT NULL,
     latency_us INTEGER NOT NULL,
     first_content_us INTEGER,
     call_latency_us INTEGER NOT NULL,
     call_outcome TEXT NOT NULL,
     outcome TEXT NOT NULL,
     error_reason TEXT NOT NULL,
     finish_reason TEXT NOT NULL,
     input_tokens INTEGER NOT NULL,
     output_tokens INTEGER NOT NULL,
     cache_read_input_tokens INTEGER NOT NULL,
     cache_write_input_tokens INTEGER NOT NULL,
     reasoning_output_tokens INTEGER NOT NULL,
     usage_estimated INTEGER NOT NULL,
     cost_nanos INTEGER NOT NULL,
     cost_estimated INTEGER NOT NULL,
     trace_id TEXT NOT NULL,
     source_agent TEXT NOT NULL,
     session_id TEXT NOT NULL,
     labels TEXT NOT NULL
   ) STRICT;
   CREATE INDEX attempts_by_start_time ON attempts (start_time);`,
  `CREATE TABLE resources (
     kind TEXT NOT NULL,
     name TEXT NOT NULL,
     json TEXT NOT NULL,
     etag TEXT NOT NULL,
     create_time INTEGER NOT NULL,
     update_time INTEGER NOT NULL,
     PRIMARY KEY (kind, name)
   ) STRICT;`,
  `ALTER TABLE attempts ADD COLUMN tenant TEXT NOT NULL DEFAULT 'default';
   ALTER TABLE attempts ADD COLUMN user_name TEXT NOT NULL DEFAULT '';
   ALTER TABLE attempts ADD COLUMN project TEXT NOT NULL DEFAULT '';
   ALTER TABLE attempts ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
   ALTER TABLE attempts ADD COLUMN task_type TEXT NOT NULL DEFAULT '';
   ALTER TABLE attempts ADD COLUMN route TEXT NOT NULL DEFAULT '';
   ALTER TABLE attempts ADD COLUMN hedged INTEGER NOT NULL DEFAULT 0;`,
  `CREATE TABLE audit_events (
     id TEXT NOT NULL PRIMARY KEY,
     time INTEGER NOT NULL,
     tenant TEXT NOT NULL,
     principal TEXT NOT NULL,
     action TEXT NOT NULL,
     resource TEXT NOT NULL,
     before_json TEXT,
     after_json TEXT,
     trace_id TEXT NOT NULL
   ) STRICT;
   CREATE INDEX audit_events_by_time ON audit_events (time, id);`,
  `CREATE INDEX attempts_by_tenant ON attempts (tenant, start_time);
   CREATE INDEX attempts_before_last ON attempts (call_id) WHERE last = 0;`,
  `ALTER TABLE attempts ADD COLUMN rolled_up INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX attempts_to_roll_up ON attempts (start_time) WHERE rolled_up = 0;
   CREATE TABLE rollup_groups (
     group_id TEXT NOT NULL PRIMARY KEY,
     tenant TEXT NOT NULL,
     user_name TEXT NOT NULL,
     project TEXT NOT NULL,
     key_id TEXT NOT NULL,
     source_agent TEXT NOT NULL,
     provider TEXT NOT NULL,
     model TEXT NOT NULL,
     operation TEXT NOT NULL,
     task_type TEXT NOT NULL,
     route TEXT NOT NULL,
     outcome TEXT NOT NULL
   ) STRICT;
   CREATE TABLE rollups (
     period INTEGER NOT NULL,
     start_time INTEGER NOT NULL,
     group_id TEXT NOT NULL,
     attempts INTEGER NOT NULL,
     calls INTEGER NOT NULL,
     failed_calls INTEGER NOT NULL,
     cancelled_calls INTEGER NOT NULL,
     answered_calls INTEGER NOT NULL,
     answered_latency_us INTEGER NOT NULL,
     input_tokens INTEGER NOT NULL,
     output_tokens INTEGER NOT NULL,
     cache_read_input_tokens INTEGER NOT NULL,
     cache_write_input_tokens INTEGER NOT NULL,
     reasoning_output_tokens INTEGER NOT NULL,
     usage_estimated INTEGER NOT NULL,
     cost_nanos INTEGER NOT NULL,
     cost_estimated INTEGER NOT NULL,
     PRIMARY KEY (period, start_time, group_id)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE rollup_latencies (
     period INTEGER NOT NULL,
     start_time INTEGER NOT NULL,
     tenant TEXT NOT NULL,
     provider TEXT NOT NULL,
     model TEXT NOT NULL,
     bucket INTEGER NOT NULL,
     calls INTEGER NOT NULL,
     PRIMARY KEY (period, start_time, tenant, provider, model, bucket)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE leases (
     name TEXT NOT NULL PRIMARY KEY,
     holder TEXT NOT NULL,
     expire_time INTEGER NOT NULL
   ) STRICT;`,
  `CREATE TABLE budget_leases (
     budget TEXT NOT NULL,
     replica TEXT NOT NULL,
     leased_nanos INTEGER NOT NULL,
     turn INTEGER NOT NULL,
     wanted_turn INTEGER NOT NULL,
     expire_time INTEGER NOT NULL,
     PRIMARY KEY (budget, replica)
   ) STRICT;
   CREATE INDEX budget_leases_by_replica ON budget_leases (replica);`,
  // Sums that tell more apart, instead of those of the step before; every attempt is summed up anew, in the background.
  `CREATE INDEX attempts_to_sum_up ON attempts (start_time) WHERE rolled_up < 2;
   CREATE TABLE usage_groups (
     group_id TEXT NOT NULL PRIMARY KEY,
     tenant TEXT NOT NULL,
     principal TEXT NOT NULL,
     user_name TEXT NOT NULL,
     project TEXT NOT NULL,
     key_id TEXT NOT NULL,
     source_agent TEXT NOT NULL,
     provider TEXT NOT NULL,
     model TEXT NOT NULL,
     operation TEXT NOT NULL,
     task_type TEXT NOT NULL,
     route TEXT NOT NULL,
     outcome TEXT NOT NULL,
     call_outcome TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE usage_sums (
     grain INTEGER NOT NULL,
     period INTEGER NOT NULL,
     start_time INTEGER NOT NULL,
     group_id TEXT NOT NULL,
     attempts INTEGER NOT NULL,
     calls INTEGER NOT NULL,
     failed_calls INTEGER NOT NULL,
     cancelled_calls INTEGER NOT NULL,
     answered_calls INTEGER NOT NULL,
     answered_latency_us INTEGER NOT NULL,
     metered_attempts INTEGER NOT NULL,
     cache_read_attempts INTEGER NOT NULL,
     input_tokens INTEGER NOT NULL,
     output_tokens INTEGER NOT NULL,
     cache_read_input_tokens INTEGER NOT NULL,
     cache_write_input_tokens INTEGER NOT NULL,
     reasoning_output_tokens INTEGER NOT NULL,
     usage_estimated INTEGER NOT NULL,
     cost_nanos INTEGER NOT NULL,
     cost_estimated INTEGER NOT NULL,
     PRIMARY KEY (grain, period, start_time, group_id)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE usage_latencies (
     period INTEGER NOT NULL,
     start_time INTEGER NOT NULL,
     tenant TEXT NOT NULL,
     provider TEXT NOT NULL,
     model TEXT NOT NULL,
     bucket INTEGER NOT NULL,
     calls INTEGER NOT NULL,
     PRIMARY KEY (period, start_time, tenant, provider, model, bucket)
   ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE rate_limit_replicas (
     replica TEXT NOT NULL PRIMARY KEY,
     turn INTEGER NOT NULL,
     seen_time INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE rate_limit_uses (
     rate_limit TEXT NOT NULL,
     replica TEXT NOT NULL,
     incarnation INTEGER NOT NULL,
     requests INTEGER NOT NULL,
     tokens INTEGER NOT NULL,
     running INTEGER NOT NULL,
     requests_left INTEGER NOT NULL,
     tokens_left INTEGER NOT NULL,
     begun_turn INTEGER NOT NULL,
     turn INTEGER NOT NULL,
     time INTEGER NOT NULL,
     PRIMARY KEY (rate_limit, replica)
   ) STRICT;
   CREATE INDEX rate_limit_uses_by_turn ON rate_limit_uses (turn);`,
  // All that the percentiles of one caller's calls are made of.
  `CREATE INDEX attempts_answered ON attempts (principal, start_time, tenant, provider, model, call_latency_us)
     WHERE last = 1 AND call_outcome = 'succeeded';`,
]

/**
 * A step in the words of PostgreSQL. Its integers have 64 bits as SQLite's have, and its texts are ordered by their bytes
 * as SQLite's are.
 */
export function inPostgres(step: string): string {
  return step
    .replaceAll(/\bINTEGER\b/g, 'BIGINT')
    .replaceAll(/\bTEXT\b/g, 'TEXT COLLATE "C"')
    .replaceAll(/ STRICT(, WITHOUT ROWID)?/g, '')
}

/** The database was written by a later version: this one would not know what it does there. */
export class LaterSchemaError extends Error {
  constructor(version: number, known: number) {
    super(`it was written by a later version of Switchyard: its schema is ${version}, this version knows ${known}`)
    this.name = 'LaterSchemaError'
  }
}

/** The steps that a database of the version still has to take. Throws a LaterSchemaError. */
export function stepsFrom(version: number, steps: readonly string[]): readonly string[] {
  if (version > steps.length) throw new LaterSchemaError(version, steps.length)
  return steps.slice(version)
}
