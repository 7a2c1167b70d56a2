/**
 * Loads what `switchyard serve` loads, so that Node keeps it stripped of types and compiled. `npm ci` runs it: the first
 * start is then as fast and small as every later one.
 */
import module from 'node:module'

module.enableCompileCache()
await import('../src/cli/program.ts')
await import('../src/cli/commands/serve.ts')
await import('../src/app.ts')
await import('../src/providers/openai/adapter.ts')
await import('../src/store/sqlite/worker.ts')
await import('../src/store/sqlite/dialect.ts')
await import('../src/store/ledger-statistics.ts')
await import('../src/store/postgres/open-postgres.ts')
