// For those who write a client: starts what the runners run against, prints the path of `interop.json`, and stays up.
import { startInteropServers } from './servers.ts'

const servers = await startInteropServers()
process.stdout.write(`SWITCHYARD_INTEROP=${servers.file}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void servers.stop())
