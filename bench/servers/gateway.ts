// Switchyard itself, composed as `switchyard serve` composes it, from the configuration file that the bench wrote.
import { beginStart, endStart } from '../../src/start-phase.ts'
import { serveControl } from '../process/control.ts'
import { partSettings } from '../process/part.ts'

beginStart()
const { startApp } = await import('../../src/app.ts')
const { loadConfig } = await import('../../src/config/load.ts')
const { path, environment } = partSettings<{ path: string; environment: Record<string, string> }>()
const app = await startApp({ settings: loadConfig({ path, environment }) })
endStart()
serveControl({ address: app.grpcAddress, webAddress: app.webAddress }, {}, () => app.stop())
