import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'
import { addressOfHost, bareHost, isInternalAddress } from '../../core/internal-addresses.ts'

/** How an address that was not written by who runs the service may be reached. */
export interface Guard {
  /** Hosts that may be internal, and may speak http. */
  readonly allowedHosts: readonly string[]
  /** The system's unless a test brings its own. */
  readonly lookup?: LookupFunction
}

/**
 * Connects to public addresses and to hosts that are allowed, to nothing else. A name is looked up once, and the connection
 * goes to an address of that very answer, all of which were checked: a name that points elsewhere a moment later gains nothing.
 */
export function guardedConnector(options: buildConnector.BuildOptions, guard: Guard): buildConnector.connector {
  const { allowedHosts, lookup = systemLookup as LookupFunction } = guard
  const connectAnywhere = buildConnector({ ...options, lookup })
  const connectChecked = buildConnector({ ...options, lookup: checkedLookup(lookup) })
  return (target, callback) => {
    const { hostname, protocol } = target
    if (allowedHosts.includes(bareHost(hostname))) return connectAnywhere(target, callback)
    // A literal address is not looked up.
    const address = addressOfHost(hostname)
    const isRefused = protocol !== 'https:' || (address !== undefined && isInternalAddress(address))
    if (isRefused) return queueMicrotask(() => callback(refused(), null))
    return connectChecked(target, callback)
  }
}

/** A look-up whose answer counts only when none of its addresses is internal. */
export function checkedLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      if (error) return callback(error, found, family)
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found]
      const isPublic = addresses.length > 0 && !addresses.some(isInternalAddress)
      return isPublic ? callback(null, found, family) : callback(refused(), found, family)
    })
  }
}

/** Not retried: the next attempt would be refused as well. */
function refused(): GatewayError {
  const message = "The provider's address leads into an internal network or is not https, so nothing was sent to it."
  return new GatewayError(ErrorReason.UPSTREAM_PRECONDITION, message, { metadata: { cause: 'ADDRESS_REFUSED' } })
}
