import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import { DEFAULT_TENANT, type Principal, type Role } from '../core/principal.ts'
import type { Peer } from './authenticate.ts'
import { grantOf } from './roles.ts'

/** Who the holder of a certificate is. */
export interface CertificateIdentity {
  /** The URI or DNS name in the certificate. */
  readonly name: string
  readonly tenant: string
  readonly role: Role
  readonly user: string
  readonly project: string
}

/** Tells who calls by the certificate that the connection was made with. */
export class CertificateJudge {
  readonly #byName: ReadonlyMap<string, Principal>

  /** Without identities, all who show a good certificate are callers of the default tenant. */
  constructor(identities: readonly CertificateIdentity[]) {
    this.#byName = new Map(identities.map((identity) => [identity.name, principalOf(identity)]))
  }

  /** Throws UNAUTHENTICATED. */
  judge({ certificateSubject: name }: Peer): Principal {
    if (!name) {
      throw unauthenticated('The client certificate must carry a URI or DNS name as subject alternative name.')
    }
    const known = this.#byName.get(name)
    if (known) return known
    if (this.#byName.size > 0) throw unauthenticated('The name in the client certificate is not known here.')
    return principalOf({ name, tenant: DEFAULT_TENANT, role: 'caller', user: '', project: '' })
  }
}

function principalOf({ name, tenant, role, user, project }: CertificateIdentity): Principal {
  return { kind: 'certificate', id: name, tenant, user, project, key: '', allowedModels: [], ...grantOf(role) }
}

function unauthenticated(message: string): GatewayError {
  return new GatewayError(ErrorReason.UNAUTHENTICATED, message)
}
