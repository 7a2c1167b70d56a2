import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Configuration, readRows, type StoredRow } from './app.ts'
import { type Choices, type Running, switchyard } from './process.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** The service in a process of its own, with all that can be seen of it from outside. */
export interface Service extends Running {
  readonly grpcAddress: string
  readonly webAddress: string
  readonly pid: number
  /** The rows of its ledger, also when it has ended. */
  rows(): StoredRow[]
}

/** Starts the service on free ports with a ledger of its own, and waits until it serves. It ends with the test. */
export async function startService(configuration: Configuration = {}, choices: Choices = {}): Promise<Service> {
  const directory = temporaryDirectory()
  const ledger = join(directory, 'ledger.db')
  const file = join(directory, 'switchyard.yaml')
  const listen = { grpc: '127.0.0.1:0', web: '127.0.0.1:0' }
  // A machine that runs many tests at once is no measure of the service.
  const admission = { max_event_loop_lag: '1h' }
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ listen, store: { url: `sqlite:${ledger}` }, admission, ...configuration }))
  const running = switchyard(['serve', '--config', file, '-o', 'json'], choices)
  await running.wrote(/"webAddress"/)
  const addresses = JSON.parse(running.output()) as { grpcAddress: string; webAddress: string }
  return { ...running, ...addresses, pid: running.child.pid as number, rows: () => readRows(ledger) }
}
