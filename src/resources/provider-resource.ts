import { create } from '@bufbuild/protobuf'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import {
  type Provider as FileProvider,
  ProviderSchema as FileProviderSchema,
} from '#gen/switchyard/config/v1/provider_pb.js'
import { type Provider, ProviderSchema } from '#gen/switchyard/v1/provider_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import type { FaultList } from '../config/faults.ts'
import { toAllowedHosts } from '../config/network-settings.ts'
import { checkRunTimeProvider, isAtHome } from '../config/run-time-providers.ts'
import type { Secret } from '../core/secret.ts'
import { SealError, type Vault } from '../secrets/vault.ts'
import { fileEtag } from './content-etag.ts'
import { convert } from './convert.ts'
import type { Ground, ResourceKind } from './kind.ts'
import { openCredential } from './provider-credential.ts'
import type { StoredResource } from './repository.ts'
import { readProvider, type StoredProvider } from './stored-provider.ts'

/** A stored provider takes the place of the file's of the same name, or comes after all of the file's. */
export const providerKind: ResourceKind = {
  kind: 'provider',
  field: 'provider',
  root: (name) => `providers["${name}"]`,
  title: (name) => `providers/${name}`,
  lay(resource, root, { config, faults, atRunTime, vault }) {
    const stored = readProvider(resource)
    if (!stored.provider) return layOverFile(resource.name, stored.disabled, root, { config, faults, atRunTime })
    const provider = convert(ProviderSchema, stored.provider, FileProviderSchema)
    const found = config.providers.findIndex(({ name }) => name === provider.name)
    const index = found === -1 ? config.providers.length : found
    const path = `providers[${index}]`
    const inFile = config.providers[index]
    config.providers[index] = provider
    faults.standsFor(path, root)
    const allowedHosts = toAllowedHosts(config.network)
    const checked = { provider, inFile, hasKey: stored.credential !== undefined }
    checkRunTimeProvider(checked, allowedHosts, path, faults)
    atRunTime.set(provider, {
      apiKey: vault && keyIn(stored, path, vault, faults),
      disabled: stored.disabled,
      guard: isAtHome(checked) ? undefined : { allowedHosts },
    })
    return [path]
  },
  told(json) {
    const { credential, ...told } = JSON.parse(json)
    return JSON.stringify({ ...told, hasCredential: credential !== undefined })
  },
}

/** Nothing of the file's is replaced; one that the file has no more is not missed. */
function layOverFile(name: string, disabled: boolean, root: string, ground: Omit<Ground, 'vault'>): readonly string[] {
  const { config, faults, atRunTime } = ground
  const index = config.providers.findIndex((provider) => provider.name === name)
  const provider = config.providers[index]
  if (!provider) return []
  const path = `providers[${index}]`
  faults.standsFor(path, root)
  atRunTime.set(provider, { apiKey: undefined, disabled, guard: undefined })
  return [path]
}

/** A key that does not open is a fault: the provider must not be called with another one. */
function keyIn(stored: StoredProvider, path: string, vault: Vault, faults: FaultList): Secret | undefined {
  try {
    return openCredential(stored, vault)
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    faults.add(path, `its key ${error.message}; enter it again`)
    return undefined
  }
}

/** A provider of the file or the environment, as callers see it. */
export function providerOfFile(provider: FileProvider): Provider {
  const shown = convert(FileProviderSchema, provider, ProviderSchema)
  return Object.assign(shown, { origin: Origin.FILE, etag: fileEtag(ProviderSchema, shown) })
}

/** A stored provider, as callers see it. One that cannot be read is shown by its name alone. */
export function providerOfStore(
  stored: StoredResource,
  inFile: Provider | undefined,
  notAppliedBecause: string,
): Provider {
  const { provider, disabled, credential } = readable(stored)
  const shown = provider ?? inFile ?? create(ProviderSchema, { name: stored.name })
  return Object.assign(shown, {
    origin: Origin.API,
    etag: stored.etag,
    hidesFile: provider !== undefined && inFile !== undefined,
    createTime: timestampFromMs(stored.createTime),
    updateTime: timestampFromMs(stored.updateTime),
    notAppliedBecause,
    disabled,
    hasCredential: credential !== undefined,
    ...(credential && { credentialUpdateTime: timestampFromMs(credential.updateTime) }),
  })
}

/** What is stored; one that cannot be read is begun anew. */
export function readable(resource: StoredResource): StoredProvider {
  try {
    return readProvider(resource)
  } catch {
    return { provider: create(ProviderSchema, { name: resource.name }), disabled: false, credential: undefined }
  }
}
