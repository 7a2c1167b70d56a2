import { formatAddress } from '../../config/address.ts'
import { ConfigError, describeFault } from '../../config/faults.ts'
import { loadConfig } from '../../config/load.ts'
import type { Settings } from '../../config/settings.ts'
import { describeAuthentication, describeProviders } from '../describe-settings.ts'
import type { GlobalOptions } from '../global-options.ts'
import { print, type Terminal } from '../terminal.ts'

/** Says what the configuration means, or everything that is wrong with it. */
export async function configCheck(terminal: Terminal, options: GlobalOptions, [path]: string[]): Promise<number> {
  const asJson = options.output === 'json'
  try {
    const settings = loadConfig({ path, environment: terminal.environment })
    print(terminal, asJson ? summaryJson(settings) : summary(settings))
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    print(terminal, asJson ? JSON.stringify({ source: error.source, faults: error.faults }) : faultList(error))
    return 1
  }
}

function faultList({ source, faults }: ConfigError): string {
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`
  return [`${source} has ${count}:`, ...faults.map((fault) => `  ${describeFault(fault)}`)].join('\n')
}

function summary(settings: Settings): string {
  const { source, listen, store, routes, allowedModels, defaultModel, warnings } = settings
  return [
    `${source} is good.`,
    `  gRPC      ${formatAddress(listen.grpc)}`,
    `  web       ${formatAddress(listen.web)}`,
    `  callers   ${describeAuthentication(settings)}`,
    `  store     ${store.place}`,
    ...describeProviders(settings.providers).map((line) => `  provider  ${line}`),
    ...routes.map((route) => `  route     ${describeRoute(route)}`),
    `  allowed   ${allowedModels.join(', ') || 'all'}`,
    `  default   ${defaultModel}`,
    ...warnings.map((warning) => `Warning: ${warning}`),
  ].join('\n')
}

function describeRoute({ name, balance, targets }: Settings['routes'][number]): string {
  const to = targets.map(({ provider, model }) => `${provider}/${model}`).join(', ')
  return balance === 'ordered' ? `${name}: ${to}` : `${name} (${balance}): ${to}`
}

function summaryJson({
  source,
  warnings,
  listen,
  store,
  providers,
  routes,
  allowedModels,
  defaultModel,
}: Settings): string {
  return JSON.stringify({
    source,
    warnings,
    grpc: formatAddress(listen.grpc),
    web: formatAddress(listen.web),
    store: store.place,
    providers: providers.map(({ name, adapter, models }) => ({
      name,
      adapter,
      models: models.map((model) => model.name),
    })),
    routes,
    allowedModels,
    defaultModel,
    faults: [],
  })
}
