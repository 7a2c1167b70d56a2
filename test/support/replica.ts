import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Configuration, metricOf, SWITCHYARD_SECRET_KEY } from './app.ts'
import { type Clients, clientsOf } from './clients.ts'
import { type Running, switchyard } from './process.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** One of several services on one PostgreSQL. */
export interface Replica extends Running {
  readonly clients: Clients
  /** The value of a metric; 0 when it has none. */
  metric(name: string, labels?: string): Promise<number>
}

/** Starts the service in a process of its own, with a spool of its own. It ends with the test. */
export async function startReplica(configuration: Configuration, url: string): Promise<Replica> {
  const directory = temporaryDirectory()
  const file = join(directory, 'switchyard.yaml')
  const store = { url, spool: { path: join(directory, 'spool.db') } }
  const listen = { grpc: '127.0.0.1:0', web: '127.0.0.1:0' }
  // A machine that runs many tests at once is no measure of the service.
  const admission = { max_event_loop_lag: '1h' }
  writeFileSync(file, JSON.stringify({ listen, store, admission, log: { level: 'silent' }, ...configuration }))
  const running = switchyard(['serve', '--config', file, '-o', 'json'], { environment: { SWITCHYARD_SECRET_KEY } })
  await running.wrote(/"webAddress"/)
  const addresses = addressesIn(running.output())
  return {
    ...running,
    clients: clientsOf(addresses),
    metric: async (name, labels) =>
      metricOf(await (await fetch(`http://${addresses.webAddress}/metrics`)).text(), name, labels),
  }
}

/** Among what else was written. */
function addressesIn(output: string) {
  const line = output.split('\n').find((text) => text.includes('"webAddress"')) ?? output
  return JSON.parse(line) as { readonly grpcAddress: string; readonly webAddress: string }
}
