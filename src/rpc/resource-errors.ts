import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'

/** `resource` is its kind and name, for example `tenants/acme`. One that the caller may not see is told the same way. */
export function notFound(resource: string): GatewayError {
  return about(ErrorReason.RESOURCE_NOT_FOUND, resource, `There is no ${resource}.`)
}

export function alreadyExists(resource: string): GatewayError {
  return about(ErrorReason.RESOURCE_EXISTS, resource, `There is ${resource} already; update it instead.`)
}

export function inUse(resource: string, why: string): GatewayError {
  return about(ErrorReason.RESOURCE_IN_USE, resource, why)
}

/** Throws ETAG_MISMATCH unless the caller gave none or the one that the resource has. */
export function checkEtag(resource: string, given: string, etag: string): void {
  if (given === '' || given === etag) return
  const message = `${resource} was changed since it was read; read it again, then decide.`
  throw about(ErrorReason.ETAG_MISMATCH, resource, message)
}

function about(reason: GatewayError['reason'], resource: string, message: string): GatewayError {
  return new GatewayError(reason, message, { metadata: { resource } })
}
