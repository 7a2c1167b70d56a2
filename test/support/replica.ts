import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MessageInitShape } from '@bufbuild/protobuf'
import type { GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { type Configuration, metricOf, SWITCHYARD_SECRET_KEY } from './app.ts'
import { type Clients, clientsOf, errorOf } from './clients.ts'
import { type Running, switchyard } from './process.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** One of several services on one database. */
export interface Replica extends Running {
  readonly clients: Clients
  /** The value of a metric; 0 when it has none. */
  metric(name: string, labels?: string): Promise<number>
}

/** Starts the service in a process of its own, with a spool of its own, and waits until it serves. It ends with the test. */
export async function startReplica(
  configuration: Configuration,
  url: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Replica> {
  const running = launchReplica(configuration, url, environment)
  await running.wrote(/"webAddress"/)
  const addresses = addressesIn(running.output())
  return {
    ...running,
    clients: clientsOf(addresses),
    metric: async (name, labels) =>
      metricOf(await (await fetch(`http://${addresses.webAddress}/metrics`)).text(), name, labels),
  }
}

/** As `startReplica`, whatever becomes of it. */
export function launchReplica(
  configuration: Configuration,
  url: string,
  environment: Readonly<Record<string, string>> = {},
): Running {
  const directory = temporaryDirectory()
  const file = join(directory, 'switchyard.yaml')
  const store = url.startsWith('postgres') ? { url, spool: { path: join(directory, 'spool.db') } } : { url }
  const listen = { grpc: '127.0.0.1:0', web: '127.0.0.1:0' }
  // A machine that runs many tests at once is no measure of the service.
  const admission = { max_event_loop_lag: '1h' }
  writeFileSync(file, JSON.stringify({ listen, store, admission, log: { level: 'silent' }, ...configuration }))
  const words = ['serve', '--config', file, '-o', 'json']
  return switchyard(words, { environment: { SWITCHYARD_SECRET_KEY, ...environment } })
}

/** Among what else was written. */
function addressesIn(output: string) {
  const line = output.split('\n').find((text) => text.includes('"webAddress"')) ?? output
  return JSON.parse(line) as { readonly grpcAddress: string; readonly webAddress: string }
}

/** Calls so many times at once; what became of each: `answered`, or the reason of its error. */
export function askReplica(
  { clients: { llm } }: Replica,
  request: MessageInitShape<typeof GenerateTextRequestSchema>,
  count: number,
): Promise<string>[] {
  return Array.from({ length: count }, () =>
    llm.generateText(request).then(
      () => 'answered',
      async (error) => (await errorOf(Promise.reject(error))).reasons.join(),
    ),
  )
}
