import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { ConfigError, describeFault, type Fault } from '../config/faults.ts'
import { GatewayError, type GatewayErrorDetails } from '../core/errors.ts'
import type { ResourceKey } from './kind.ts'
import { titleOf } from './overlay.ts'

const MAX_TOLD = 3

/** The faults of a configuration as INVALID_REQUEST with its fields; any other error as it is. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof ConfigError)) return error
  const told = error.faults.slice(0, MAX_TOLD).map(describeFault)
  const more = error.faults.length > MAX_TOLD ? `, and ${error.faults.length - MAX_TOLD} more` : ''
  return new GatewayError(ErrorReason.INVALID_REQUEST, `The configuration would not hold: ${told.join('; ')}${more}`, {
    violations: error.faults.map((fault) => ({
      field: fault.path,
      description: describeFault({ ...fault, path: '' }),
    })),
  })
}

/** What is wrong with one resource, in a sentence. */
export function describeFaults(faults: readonly Fault[]): string {
  return faults.map(describeFault).join('; ')
}

/** A resource by its key, or by its title where it is a piece of another one. */
type Named = ResourceKey | string

export function notFound(named: Named): GatewayError {
  return about(named, ErrorReason.RESOURCE_NOT_FOUND, `There is no ${told(named)}.`)
}

export function exists(named: Named): GatewayError {
  return about(named, ErrorReason.RESOURCE_EXISTS, `There is a ${told(named)} already; update it instead.`)
}

export function readOnly(key: ResourceKey): GatewayError {
  const message = `${titleOf(key)} stands in the configuration file, and only there it can be removed.`
  return about(key, ErrorReason.RESOURCE_READ_ONLY, message)
}

export function etagMismatch(named: Named): GatewayError {
  const message = `${told(named)} was changed since it was read; read it again, then decide.`
  return about(named, ErrorReason.ETAG_MISMATCH, message)
}

export function closed(): GatewayError {
  return new GatewayError(ErrorReason.SHUTTING_DOWN, 'The service is shutting down and takes no more changes.')
}

function about(named: Named, reason: GatewayError['reason'], message: string): GatewayError {
  const details: GatewayErrorDetails = { metadata: { resource: told(named) } }
  return new GatewayError(reason, message, details)
}

function told(named: Named): string {
  return typeof named === 'string' ? named : titleOf(named)
}
