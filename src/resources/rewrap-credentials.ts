import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import { SealError, type Vault } from '../secrets/vault.ts'
import { rewrapCredential } from './provider-credential.ts'
import { providerKind, readable } from './provider-resource.ts'
import type { ResourceRepository, StoredResource } from './repository.ts'
import { writeProvider } from './stored-provider.ts'

/**
 * Wraps all keys of providers by the vault's current key, one row after the other: at any moment each row opens with one
 * of the keys that the vault reads. Gives how many it wrapped. What does not open, and what somebody changes at the same
 * time, is left as it is. Rejects with STORE_UNAVAILABLE.
 */
export async function rewrapCredentials(repository: ResourceRepository, vault: Vault): Promise<number> {
  let count = 0
  for (const resource of await repository.list(['provider'])) {
    const json = resource.kind === providerKind.kind ? rewrapped(resource, vault) : undefined
    if (json !== undefined && (await replace(resource, json, repository))) count += 1
  }
  return count
}

function rewrapped(resource: StoredResource, vault: Vault): string | undefined {
  try {
    const stored = readable(resource)
    const credential = rewrapCredential(stored, vault)
    return credential && writeProvider({ ...stored, credential })
  } catch (error) {
    if (error instanceof SealError) return undefined
    throw error
  }
}

async function replace(
  { kind, name, etag }: StoredResource,
  json: string,
  repository: ResourceRepository,
): Promise<boolean> {
  try {
    await repository.change({ kind, name, json, expectedEtag: etag })
    return true
  } catch (error) {
    if (error instanceof GatewayError && error.reason === ErrorReason.ETAG_MISMATCH) return false
    throw error
  }
}
