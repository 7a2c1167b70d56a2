import { clone, create, toJsonString } from '@bufbuild/protobuf'
import { type ProviderModel, ProviderModelSchema } from '#gen/switchyard/v1/provider_options_pb.js'
import { ProviderSchema } from '#gen/switchyard/v1/provider_pb.js'
import { invalidField } from '../core/errors.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Revision } from './change.ts'
import { copyPath, settableOf } from './field-paths.ts'
import { currentProvider, keyOfProvider, type ProviderGround, updatedProvider } from './provider-change.ts'
import { modelsOf, titleOfModel } from './provider-models.ts'
import { checkEtag, exists, notFound } from './refusal.ts'

/** What a change of a model is decided by. */
export interface ModelGround extends ProviderGround {
  /** The name of its provider. */
  readonly provider: string
  /** Keeps the provider's key as it is. */
  readonly vault: Vault
  /** Epoch milliseconds. */
  readonly now: number
}

export interface ModelUpdate {
  readonly model: ProviderModel
  /** The fields to take over. */
  readonly paths: readonly string[]
  readonly allowMissing: boolean
}

/** Throws RESOURCE_NOT_FOUND and RESOURCE_EXISTS. */
export function createdModel(model: ProviderModel, ground: ModelGround): Revision {
  const models = modelsIn(ground)
  if (find(models, model.name)) throw exists(titleOfModel(ground.provider, model.name))
  return revised(models, undefined, model, ground)
}

/** Throws RESOURCE_NOT_FOUND and ETAG_MISMATCH. */
export function updatedModel({ model, paths, allowMissing }: ModelUpdate, ground: ModelGround): Revision {
  const models = modelsIn(ground)
  const now = find(models, model.name)
  const title = titleOfModel(ground.provider, model.name)
  if (!now && !allowMissing) throw notFound(title)
  checkEtag(title, model.etag, now?.etag)
  const next = now ? clone(ProviderModelSchema, now) : model
  if (now) for (const path of paths) copyPath(ProviderModelSchema, path, model, next)
  return revised(models, now, next, ground)
}

/**
 * Throws RESOURCE_NOT_FOUND and ETAG_MISMATCH, and INVALID_REQUEST for the last one: a list without models would bring back
 * all that the adapter knows.
 */
export function deletedModel(name: string, etag: string, ground: ModelGround): Revision {
  const models = modelsIn(ground)
  const now = find(models, name)
  const title = titleOfModel(ground.provider, name)
  if (!now) throw notFound(title)
  checkEtag(title, etag, now.etag)
  if (models.length === 1)
    throw invalidField('name', 'is the last model of the provider: disable or delete that instead')
  return revised(models, now, undefined, ground)
}

/** The provider with one model put in the place of another, at the end where it is new, or left out. */
function revised(
  models: readonly ProviderModel[],
  now: ProviderModel | undefined,
  next: ProviderModel | undefined,
  ground: ModelGround,
): Revision {
  const { provider, vault } = ground
  const index = now ? models.indexOf(now) : models.length
  const listed = models.toSpliced(index, 1, ...(next ? [next] : []))
  const update = {
    provider: create(ProviderSchema, { name: provider, models: listed }),
    paths: ['models'],
    allowMissing: false,
    credential: { apiKey: undefined, remove: false, vault, now: ground.now },
  }
  const part = {
    title: titleOfModel(provider, (next ?? now)?.name ?? ''),
    before: told(now),
    after: told(next),
    path: next && `models[${index}]`,
    field: 'provider_model',
  }
  // One of the file is not hidden for the sake of what it says already.
  if (part.before === part.after) return { json: ground.before?.json, paths: [], part }
  return { ...updatedProvider(update, ground), part }
}

function modelsIn(ground: ModelGround): ProviderModel[] {
  const provider = currentProvider(ground.provider, ground)
  if (!provider) throw notFound(keyOfProvider(ground.provider))
  return modelsOf(provider, ground.draft)
}

function find(models: readonly ProviderModel[], name: string): ProviderModel | undefined {
  return models.find((model) => model.name === name)
}

function told(model: ProviderModel | undefined): string | undefined {
  return model && toJsonString(ProviderModelSchema, settableOf(ProviderModelSchema, model))
}
