import { create, toJsonString } from '@bufbuild/protobuf'
import { timestampDate } from '@bufbuild/protobuf/wkt'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { type Circuit, CircuitState, ListCircuitsResponseSchema } from '#gen/switchyard/v1/circuit_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { ServerClient } from '../client.ts'
import type { GlobalOptions } from '../global-options.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { allPages, TIMEOUT, withClient } from '../with-client.ts'

/** Lists the circuits of all accounts and targets. */
export function listCircuits(terminal: Terminal, options: GlobalOptions): Promise<number> {
  return show(terminal, options, listAll)
}

/** Opens a circuit until it is reset. */
export function tripCircuit(terminal: Terminal, options: GlobalOptions, words: string[]): Promise<number> {
  return show(terminal, options, async (client) => {
    const { circuit } = await client.unary(AdminService.method.tripCircuit, named(words), TIMEOUT)
    return circuit ? [circuit] : []
  })
}

/** Closes a circuit. */
export function resetCircuit(terminal: Terminal, options: GlobalOptions, words: string[]): Promise<number> {
  return show(terminal, options, async (client) => {
    const { circuit } = await client.unary(AdminService.method.resetCircuit, named(words), TIMEOUT)
    return circuit ? [circuit] : []
  })
}

function named([provider = '', model = '']: string[]) {
  return { provider, model }
}

function show(
  terminal: Terminal,
  options: GlobalOptions,
  ask: (client: ServerClient) => Promise<Circuit[]>,
): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const circuits = await ask(client)
    return options.output === 'json' ? asJson(circuits) : asTable(circuits)
  })
}

function listAll(client: ServerClient): Promise<Circuit[]> {
  return allPages(async (page) => {
    const { circuits: items, nextPageToken } = await client.unary(AdminService.method.listCircuits, page, TIMEOUT)
    return { items, nextPageToken }
  })
}

function asJson(circuits: Circuit[]): string {
  return toJsonString(ListCircuitsResponseSchema, create(ListCircuitsResponseSchema, { circuits }), { prettySpaces: 2 })
}

function asTable(circuits: readonly Circuit[]): string {
  return table([
    ['PROVIDER', 'MODEL', 'STATE', 'SINCE', 'NEXT PROBE', 'FAILURES IN A ROW', 'LAST FAILURE'],
    ...circuits.map((circuit) => [
      circuit.provider,
      circuit.model || '(account)',
      circuit.tripped ? 'tripped' : CircuitState[circuit.state].toLowerCase(),
      timeOf(circuit.stateTime),
      timeOf(circuit.nextProbeTime),
      String(circuit.consecutiveFailures),
      circuit.lastFailureReason === ErrorReason.UNSPECIFIED ? '' : (ErrorReason[circuit.lastFailureReason] ?? ''),
    ]),
  ])
}

function timeOf(time: Circuit['stateTime']): string {
  return time ? timestampDate(time).toISOString() : ''
}
