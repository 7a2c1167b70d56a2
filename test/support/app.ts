import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { startApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Secret } from '../../src/core/secret.ts'
import type { AdapterDefinition } from '../../src/providers/definition.ts'
import { adapters } from '../../src/providers/registry.ts'
import type { Kept } from '../../src/resources/repository.ts'
import type { Vault } from '../../src/secrets/vault.ts'

/** What a test says of the configuration file; ports, store and a quick stop are set for it. */
export type Configuration = Readonly<Record<string, unknown>>

/** A row of the ledger as it stands in the database. */
export interface StoredRow {
  readonly attempt_id: string
  readonly call_id: string
  readonly attempt_index: number
  readonly last: number
  readonly provider: string
  readonly outcome: string
  readonly error_reason: string
  readonly input_tokens: number
  readonly output_tokens: number
  readonly usage_estimated: number
  readonly cost_nanos: number
  readonly latency_us: number
  readonly first_content_us: number | null
  readonly call_latency_us: number
  readonly trace_id: string
  readonly labels: string
}

/** The whole service on free ports, with all that can be seen of it from outside. */
export interface RunningApp {
  /** Host and port. */
  readonly grpcAddress: string
  readonly webAddress: string
  /** The administrator's key that was made at the start. */
  readonly firstKey: Secret | undefined
  /** The file of the ledger. */
  readonly ledgerPath: string
  /** The lines of the log so far, as text. */
  readonly log: readonly string[]
  /** Resolves when that many calls have ended: each has its line in the log, which comes after its rows are durable. */
  ended(calls: number): Promise<void>
  /** The rows of the ledger, in the order in which they were written. */
  rows(): StoredRow[]
  /** Takes over another configuration while it runs. */
  reload(configuration: Configuration): Promise<void>
  /** Takes over what others stored. */
  refresh(): Promise<void>
  metrics(): Promise<string>
  stop(): Promise<void>
}

export interface AppChoices {
  readonly environment?: Readonly<Record<string, string>>
  /** The built-in ones unless a test brings its own. */
  readonly adapters?: readonly AdapterDefinition[]
  /** What stored keys of providers open with; left out: one of its own. */
  readonly vault?: Vault
  readonly skipMisfits?: boolean
  /** Where what is changed is kept; left out: beside the ledger. */
  readonly kept?: Kept
}

/** For services that share a database. */
export const SWITCHYARD_SECRET_KEY = 's3cr3t-'.repeat(8)

/** Starts the service. Whoever starts it stops it. */
export async function startTestApp(configuration: Configuration = {}, choices: AppChoices = {}): Promise<RunningApp> {
  const directory = mkdtempSync(join(tmpdir(), 'switchyard-e2e-'))
  const ledgerPath = join(directory, 'ledger.db')
  const settingsOf = (content: Configuration) =>
    loadConfig({
      path: 'test.yaml',
      environment: { ...secretKeyFor(content), ...choices.environment },
      adapters: choices.adapters ?? adapters,
      // JSON is YAML.
      readFile: (path) =>
        path === 'test.yaml' ? JSON.stringify(withDefaults(content, ledgerPath)) : readFileSync(path, 'utf8'),
    })
  const journal = new CallJournal()
  const settings = settingsOf(configuration)
  const app = await startApp({
    settings,
    logger: pino({ level: 'debug', base: null }, journal),
    ...(choices.vault && { vault: choices.vault }),
    ...(choices.kept && { kept: choices.kept }),
    skipMisfits: choices.skipMisfits ?? false,
  })
  const { grpcAddress, webAddress, firstKey } = app
  return {
    firstKey,
    grpcAddress,
    webAddress,
    ledgerPath,
    log: journal.lines,
    ended: (calls) => journal.ended(calls),
    rows: () => readRows(ledgerPath),
    reload: (changed) => app.reload(() => settingsOf(changed)),
    refresh: () => app.refresh(),
    async metrics() {
      const key = settings.authentication.apiKey?.reveal()
      const headers: Record<string, string> = key === undefined ? {} : { 'x-api-key': key }
      return (await fetch(`http://${webAddress}/metrics`, { headers })).text()
    },
    async stop() {
      await app.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** The service for the running test alone. */
export async function openApp(configuration: Configuration = {}, choices: AppChoices = {}): Promise<RunningApp> {
  const app = await startTestApp(configuration, choices)
  onTestFinished(() => app.stop())
  return app
}

/** A database without a file has no place for the service's own secret. */
function secretKeyFor({ store }: Configuration): Record<string, string> {
  const isShared = (store as { url?: string } | undefined)?.url?.startsWith('postgres')
  return isShared ? { SWITCHYARD_SECRET_KEY } : {}
}

function withDefaults({ listen, store, ...configuration }: Configuration, ledgerPath: string) {
  return {
    listen: { grpc: '127.0.0.1:0', web: '127.0.0.1:0', ...(listen as object | undefined) },
    store: storeAt((store ?? { url: `sqlite:${ledgerPath}` }) as StoreConfiguration, `${ledgerPath}-spool`),
    drain: { delay: '0s', timeout: '0s' },
    // A machine that runs many tests at once is no measure of the service.
    admission: { max_event_loop_lag: '1h' },
    ...configuration,
  }
}

interface StoreConfiguration {
  readonly url: string
  readonly spool?: object
}

/** A database of a server gets a spool of the test's own, unless the test says otherwise. */
function storeAt(store: StoreConfiguration, spoolPath: string): StoreConfiguration {
  return store.url.startsWith('postgres') ? { ...store, spool: { path: spoolPath, ...store.spool } } : store
}

/** An account at the played upstream, whose prices make every figure of a cost visible. */
export function playedProvider(url: string, change: Configuration = {}): Configuration {
  return {
    name: 'played',
    adapter: 'openai_compatible',
    base_url: `${url}/v1`,
    models: [{ name: 'm', upstream_name: 'played-model', price: { input: '2', output: '10' } }],
    ...change,
  }
}

/** Reads the ledger's file as any other program would. */
export function readRows(path: string): StoredRow[] {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    return database.prepare('SELECT * FROM attempts ORDER BY rowid').all() as unknown as StoredRow[]
  } finally {
    database.close()
  }
}

/** Takes the lines of the log, and knows how many calls they tell about. */
class CallJournal {
  readonly lines: string[] = []
  #calls = 0
  #waiting: { readonly calls: number; readonly resolve: () => void }[] = []

  write(line: string): void {
    this.lines.push(line)
    if (JSON.parse(line).msg !== 'call') return
    this.#calls += 1
    for (const { calls, resolve } of this.#waiting) if (calls <= this.#calls) resolve()
  }

  ended(calls: number): Promise<void> {
    return new Promise((resolve) => {
      if (calls <= this.#calls) resolve()
      else this.#waiting.push({ calls, resolve })
    })
  }
}

/** The value of a metric; 0 when it has none. `labels` is what stands between the braces. */
export function metricOf(text: string, name: string, labels = ''): number {
  const start = labels === '' ? `${name} ` : `${name}{${labels}} `
  const line = text.split('\n').find((candidate) => candidate.startsWith(start))
  return line === undefined ? 0 : Number(line.slice(start.length))
}
