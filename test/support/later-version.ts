// Makes of a process one of the next version, as far as the schema is concerned: loaded ahead of everything else.
import { migrations } from '../../src/store/migrations.ts'

const steps = migrations as string[]
steps.push(`ALTER TABLE attempts ADD COLUMN of_the_future TEXT NOT NULL DEFAULT 'none';
  ALTER TABLE resources ADD COLUMN of_the_future INTEGER NOT NULL DEFAULT 7;
  ALTER TABLE audit_events ADD COLUMN of_the_future INTEGER NOT NULL DEFAULT 7;
  ALTER TABLE usage_sums ADD COLUMN of_the_future INTEGER NOT NULL DEFAULT 7;
  ALTER TABLE budget_leases ADD COLUMN of_the_future INTEGER NOT NULL DEFAULT 7;
  CREATE INDEX attempts_of_the_future ON attempts (of_the_future, start_time);
  CREATE TABLE of_the_future (name TEXT NOT NULL PRIMARY KEY) STRICT;`)
