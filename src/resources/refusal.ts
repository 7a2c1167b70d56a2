import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { ConfigError, describeFault, type Fault } from '../config/faults.ts'
import { GatewayError } from '../core/errors.ts'
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

/** A resource by its key, or as it is told to people: `tenants/acme`. */
export type Named = ResourceKey | string

/** One that the caller may not see is told the same way. */
export function notFound(resource: Named): GatewayError {
  return about(resource, ErrorReason.RESOURCE_NOT_FOUND, (title) => `There is no ${title}.`)
}

export function exists(resource: Named): GatewayError {
  return about(resource, ErrorReason.RESOURCE_EXISTS, (title) => `There is ${title} already; update it instead.`)
}

export function readOnly(resource: Named): GatewayError {
  const why = 'stands in the configuration file, and only there it can be removed.'
  return about(resource, ErrorReason.RESOURCE_READ_ONLY, (title) => `${title} ${why}`)
}

export function inUse(resource: Named, why: string): GatewayError {
  return about(resource, ErrorReason.RESOURCE_IN_USE, (title) => `${title} ${why}`)
}

export function etagMismatch(resource: Named): GatewayError {
  const why = 'was changed since it was read; read it again, then decide.'
  return about(resource, ErrorReason.ETAG_MISMATCH, (title) => `${title} ${why}`)
}

/** Throws ETAG_MISMATCH unless the caller gave none or the one that the resource has. */
export function checkEtag(resource: Named, given: string, etag: string | undefined): void {
  if (given !== '' && given !== etag) throw etagMismatch(resource)
}

export function closed(): GatewayError {
  return new GatewayError(ErrorReason.SHUTTING_DOWN, 'The service is shutting down and takes no more changes.')
}

function about(resource: Named, reason: GatewayError['reason'], messageOf: (title: string) => string): GatewayError {
  const title = typeof resource === 'string' ? resource : titleOf(resource)
  return new GatewayError(reason, messageOf(title), { metadata: { resource: title } })
}
