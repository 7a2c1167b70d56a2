import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import {
  type Circuit as CircuitMessage,
  CircuitState,
  type GetCircuitRequest,
  type GetCircuitResponse,
  type ListCircuitsRequest,
  type ListCircuitsResponse,
  type ResetCircuitRequest,
  type ResetCircuitResponse,
  type TripCircuitRequest,
  type TripCircuitResponse,
} from '#gen/switchyard/v1/circuit_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { AuditFacts, AuditLog } from '../core/audit.ts'
import { type Target, targetKey } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import type { CircuitView } from '../resilience/circuit.ts'
import { accountTarget, type Circuits } from '../resilience/circuits.ts'
import type { Catalog } from '../routing/catalog.ts'
import { causeOf } from './audit-cause.ts'
import type { RequestContext, UnaryHandler } from './handler.ts'
import { type PageOptions, pageOf } from './page.ts'
import { targetsOf } from './targets.ts'

export interface CircuitOptions extends PageOptions {
  readonly circuits: Circuits
  readonly catalog: Catalog
  /** The full names of all providers. */
  readonly providerNames: readonly string[]
  readonly audit: AuditLog
  readonly clock: Clock
}

const STATES = {
  closed: CircuitState.CLOSED,
  open: CircuitState.OPEN,
  half_open: CircuitState.HALF_OPEN,
} as const

export function listCircuits(options: CircuitOptions): UnaryHandler<ListCircuitsRequest, ListCircuitsResponse> {
  return async (request, { principal }) => {
    const guarded = [...options.providerNames.map(accountTarget), ...targetsOf(options.catalog)]
    guarded.sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
    const { page, nextPageToken } = pageOf(guarded, orderOf, request, principal, options)
    const circuits = page.map((target) => toMessage(target, options))
    return { $typeName: 'switchyard.v1.ListCircuitsResponse', circuits, nextPageToken }
  }
}

export function getCircuit(options: CircuitOptions): UnaryHandler<GetCircuitRequest, GetCircuitResponse> {
  return async (request) => {
    const circuit = toMessage(find(request, options), options)
    return { $typeName: 'switchyard.v1.GetCircuitResponse', circuit }
  }
}

export function tripCircuit(options: CircuitOptions): UnaryHandler<TripCircuitRequest, TripCircuitResponse> {
  return async (request, context) => {
    const target = find(request, options)
    await options.audit.append(auditOf(target, 'trip', context, options))
    options.circuits.trip(target)
    return { $typeName: 'switchyard.v1.TripCircuitResponse', circuit: toMessage(target, options) }
  }
}

export function resetCircuit(options: CircuitOptions): UnaryHandler<ResetCircuitRequest, ResetCircuitResponse> {
  return async (request, context) => {
    const target = find(request, options)
    await options.audit.append(auditOf(target, 'reset', context, options))
    options.circuits.reset(target)
    return { $typeName: 'switchyard.v1.ResetCircuitResponse', circuit: toMessage(target, options) }
  }
}

/** Kept before it is done: what cannot be kept is not done. */
function auditOf(target: Target, verb: 'trip' | 'reset', context: RequestContext, options: CircuitOptions): AuditFacts {
  const view = options.circuits.viewOf(target)
  const isTripped = verb === 'trip'
  return {
    ...causeOf(`circuit.${verb}`, context, options.clock),
    tenant: '',
    resource: ['circuits', target.provider, target.name].filter((part) => part !== '').join('/'),
    before: JSON.stringify({ state: view?.state ?? 'closed', tripped: view?.tripped ?? false }),
    after: JSON.stringify({ state: isTripped ? 'open' : 'closed', tripped: isTripped }),
  }
}

/** What a circuit guards: a target, or an account where no model is named. */
function find(
  { provider, model }: GetCircuitRequest | TripCircuitRequest | ResetCircuitRequest,
  options: CircuitOptions,
) {
  const { catalog, providerNames } = options
  if (model === '' && providerNames.includes(provider)) return accountTarget(provider)
  const targets = targetsOf(catalog).filter((target) => target.provider === provider)
  const found = targets.find(({ name }) => name === model) ?? targets.find((target) => target.model === model)
  if (found) return found
  const what =
    model === '' ? `No provider is called “${provider}”.` : `“${provider}” offers no model called “${model}”.`
  throw new GatewayError(ErrorReason.TARGET_NOT_FOUND, `${what} ListCircuits tells all that there are.`, {
    metadata: { provider, ...(model !== '' && { model }) },
  })
}

/** By provider, an account before its targets. */
function orderOf(target: Target): string {
  return `${target.provider}\n${target.name}\n${targetKey(target)}`
}

function toMessage(target: Target, { circuits }: CircuitOptions): CircuitMessage {
  const view = circuits.viewOf(target)
  const message: CircuitMessage = {
    $typeName: 'switchyard.v1.Circuit',
    provider: target.provider,
    model: target.name,
    state: STATES[view?.state ?? 'closed'],
    tripped: view?.tripped ?? false,
    recentSuccesses: BigInt(view?.successes ?? 0),
    recentFailures: BigInt(view?.failures ?? 0),
    recentRejections: BigInt(view?.rejections ?? 0),
    consecutiveFailures: view?.consecutiveFailures ?? 0,
    openings: view?.openings ?? 0,
    lastFailureReason: view?.lastFailure ?? ErrorReason.UNSPECIFIED,
  }
  return { ...message, ...timesOf(view) }
}

function timesOf(view: CircuitView | undefined) {
  return {
    ...(view?.since !== undefined && { stateTime: timestampFromMs(view.since) }),
    ...(view?.probeTime !== undefined && { nextProbeTime: timestampFromMs(view.probeTime) }),
  }
}
