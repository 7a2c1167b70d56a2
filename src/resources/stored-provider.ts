import { create, fromJson, type JsonObject, type JsonValue, toJson } from '@bufbuild/protobuf'
import { ProviderModelSchema } from '#gen/switchyard/v1/provider_options_pb.js'
import { type Provider, ProviderSchema } from '#gen/switchyard/v1/provider_pb.js'
import type { SealedSecret } from '../secrets/vault.ts'
import { copyPath, settableFields, settableOf } from './field-paths.ts'
import type { StoredResource } from './repository.ts'

/** What is stored of a provider. */
export interface StoredProvider {
  /** Its name and what callers may set. Undefined: as the file has it, which it then follows. */
  readonly provider: Provider | undefined
  readonly disabled: boolean
  readonly credential: StoredCredential | undefined
}

/** A key with what it was given for. */
export interface StoredCredential {
  /** The first key of a provider is 1, each further one the next. */
  readonly version: number
  /** Where it may be sent, as `originsOf` tells. */
  readonly origins: readonly string[]
  /** When it was given, epoch milliseconds. */
  readonly updateTime: number
  readonly sealed: SealedSecret
}

export function writeProvider({ provider, disabled, credential }: StoredProvider): string {
  return JSON.stringify({ provider: provider && toJson(ProviderSchema, settable(provider)), disabled, credential })
}

function settable(provider: Provider): Provider {
  const kept = create(ProviderSchema, { name: provider.name })
  for (const { name } of settableFields(ProviderSchema)) copyPath(ProviderSchema, name, provider, kept)
  kept.models = kept.models.map((model) => settableOf(ProviderModelSchema, model))
  return kept
}

/** It has the name of its row, whatever stands in it. Throws when it cannot be read. */
export function readProvider({ json, name }: Pick<StoredResource, 'json' | 'name'>): StoredProvider {
  const { provider, disabled, credential } = objectOf(JSON.parse(json))
  return {
    provider: provider === undefined ? undefined : Object.assign(fromJson(ProviderSchema, provider), { name }),
    disabled: disabled === true,
    credential: credential === undefined ? undefined : readCredential(objectOf(credential)),
  }
}

function readCredential({ version, origins, updateTime, sealed }: JsonObject): StoredCredential {
  const { keyId, wrappedKey, box } = objectOf(sealed)
  if (!Array.isArray(origins)) throw new TypeError('not a credential')
  return {
    version: numberOf(version),
    origins: origins.map(textOf),
    updateTime: numberOf(updateTime),
    sealed: { keyId: textOf(keyId), wrappedKey: textOf(wrappedKey), box: textOf(box) },
  }
}

function objectOf(value: JsonValue | undefined): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('not an object')
  return value
}

function numberOf(value: JsonValue | undefined): number {
  if (typeof value !== 'number') throw new TypeError('not a number')
  return value
}

function textOf(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new TypeError('not text')
  return value
}
