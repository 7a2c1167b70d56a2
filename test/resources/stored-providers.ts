import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { ProviderSchema } from '#gen/switchyard/v1/provider_pb.js'
import { Secret } from '../../src/core/secret.ts'
import { nextCredential } from '../../src/resources/provider-credential.ts'
import type { StoredResource } from '../../src/resources/repository.ts'
import { writeProvider } from '../../src/resources/stored-provider.ts'
import type { Vault } from '../../src/secrets/vault.ts'
import { stored } from './fixture.ts'

export type ProviderInit = MessageInitShape<typeof ProviderSchema>

/** A provider as it is stored, with a key where one is given. */
export function storedProvider(init: ProviderInit, vault?: Vault, key?: string): StoredResource {
  const provider = create(ProviderSchema, { adapter: 'openai_compatible', models: [{ name: 'm' }], ...init })
  const change = vault && key ? { apiKey: new Secret(key), remove: false, vault, now: 7 } : undefined
  const credential = change && nextCredential(provider, undefined, change)
  return stored('provider', provider.name, writeProvider({ provider, disabled: false, credential }))
}
