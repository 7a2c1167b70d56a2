import { create, toJsonString } from '@bufbuild/protobuf'
import { timestampDate } from '@bufbuild/protobuf/wkt'
import {
  AdminService,
  type GetServiceHealthResponse,
  GetServiceHealthResponseSchema,
} from '#gen/switchyard/v1/admin_service_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import {
  CheckMethod,
  CheckProviderHealthResponseSchema,
  CheckResult,
  HealthState,
  type ProviderCheck,
  type ProviderHealth,
} from '#gen/switchyard/v1/health_pb.js'
import { seconds } from '../format.ts'
import { connect, type GlobalOptions } from '../global-options.ts'
import { table } from '../table.ts'
import { print, type Terminal } from '../terminal.ts'

const TIMEOUT_MS = 10_000

/** Checks have a timeout of their own, and wait for one another when there are many. */
const CHECK_TIMEOUT_MS = 120_000

/** Shows how the service and its providers do. Nothing is asked of them. */
export async function health(terminal: Terminal, options: GlobalOptions): Promise<number> {
  const client = connect(options, terminal)
  try {
    const found = await client.unary(AdminService.method.getServiceHealth, {}, { timeoutMs: TIMEOUT_MS })
    print(
      terminal,
      options.output === 'json'
        ? toJsonString(GetServiceHealthResponseSchema, found, { prettySpaces: 2 })
        : `${dependenciesTable(found)}\n\n${providersTable(found.providers)}`,
    )
    return found.state === HealthState.UNHEALTHY ? 1 : 0
  } finally {
    client.close()
  }
}

/** Checks a provider, or all, now. */
export async function checkProviders(terminal: Terminal, options: GlobalOptions, words: string[]): Promise<number> {
  const client = connect(options, terminal)
  try {
    const request = { provider: words[0] ?? '' }
    const { checks } = await client.unary(AdminService.method.checkProviderHealth, request, {
      timeoutMs: CHECK_TIMEOUT_MS,
    })
    const asJson = () =>
      toJsonString(CheckProviderHealthResponseSchema, create(CheckProviderHealthResponseSchema, { checks }), {
        prettySpaces: 2,
      })
    print(terminal, options.output === 'json' ? asJson() : checksTable(checks))
    return checks.some(({ result }) => result === CheckResult.FAILED) ? 1 : 0
  } finally {
    client.close()
  }
}

function dependenciesTable({ state, dependencies }: GetServiceHealthResponse): string {
  const parts = dependencies.map(({ name, state, message }) => [name, wordOf(state), message])
  return table([['PART', 'STATE', 'MESSAGE'], ['service', wordOf(state), ''], ...parts])
}

function providersTable(providers: readonly ProviderHealth[]): string {
  return table([
    ['PROVIDER', 'STATE', 'LAST SUCCESS', 'LAST CHECK', 'FAILURES IN A ROW', 'LATENCY', 'LAST FAILURE'],
    ...providers.map((provider) => [
      provider.provider,
      wordOf(provider.state),
      timeOf(provider.lastSuccessTime),
      timeOf(provider.lastCheckTime),
      String(provider.consecutiveFailures),
      seconds(provider.averageLatency),
      reasonOf(provider.errorReason),
    ]),
  ])
}

function checksTable(checks: readonly ProviderCheck[]): string {
  return table([
    ['PROVIDER', 'STATE', 'RESULT', 'BY', 'LATENCY', 'REASON', 'MESSAGE'],
    ...checks.map((check) => [
      check.health?.provider ?? '',
      wordOf(check.health?.state ?? HealthState.UNSPECIFIED),
      check.result === CheckResult.UNSPECIFIED ? 'not checked' : (CheckResult[check.result] ?? '').toLowerCase(),
      check.method === CheckMethod.UNSPECIFIED ? '' : (CheckMethod[check.method] ?? '').toLowerCase(),
      seconds(check.latency),
      reasonOf(check.errorReason),
      check.errorMessage,
    ]),
  ])
}

function wordOf(state: HealthState): string {
  return state === HealthState.UNSPECIFIED ? 'unknown' : (HealthState[state] ?? '').toLowerCase()
}

function reasonOf(reason: ErrorReason): string {
  return reason === ErrorReason.UNSPECIFIED ? '' : (ErrorReason[reason] ?? '')
}

function timeOf(time: ProviderHealth['lastCheckTime']): string {
  return time ? timestampDate(time).toISOString() : ''
}
