// Switchyard itself, composed as `switchyard serve` composes it, from the configuration file that the bench wrote.
import { startApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { serveControl } from '../process/control.ts'
import { partSettings } from '../process/part.ts'

const { path, environment } = partSettings<{ path: string; environment: Record<string, string> }>()
const app = await startApp({ settings: loadConfig({ path, environment }) })
serveControl({ address: app.grpcAddress }, {}, () => app.stop())
