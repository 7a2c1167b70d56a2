import { create } from '@bufbuild/protobuf'
import {
  ProviderModelSchema as FileModelSchema,
  ProviderSchema as FileProviderSchema,
} from '#gen/switchyard/config/v1/provider_pb.js'
import { type ProviderModel, ProviderModelSchema } from '#gen/switchyard/v1/provider_options_pb.js'
import { type Provider, ProviderSchema } from '#gen/switchyard/v1/provider_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import type { ConfigDraft } from '../config/draft.ts'
import { contentEtag } from './content-etag.ts'
import { convert } from './convert.ts'
import { settableOf } from './field-paths.ts'
import { titleOf } from './overlay.ts'
import { keyOfProvider } from './provider-change.ts'

/** The models that a provider offers, as callers see them: those that it lists, else those that stand in their place. */
export function modelsOf(provider: Provider, draft: ConfigDraft): ProviderModel[] {
  const { models, origin } = provider
  if (models.length > 0) return models.map((model) => modelFrom(model, origin))
  const instead = draft.modelsInPlaceOfNone(convert(ProviderSchema, provider, FileProviderSchema))
  const from = instead.isBuiltIn ? Origin.BUILT_IN : Origin.FILE
  return instead.models.map((model) => modelFrom(convert(FileModelSchema, model, ProviderModelSchema), from))
}

/** A model with its etag, without what is in force of it. */
export function modelFrom(model: ProviderModel, origin: Origin): ProviderModel {
  const settable = settableOf(ProviderModelSchema, model)
  return create(ProviderModelSchema, { ...settable, origin, etag: contentEtag('model', ProviderModelSchema, settable) })
}

/** For people and for `ErrorInfo`, for example `providers/openai/models/gpt-5`. */
export function titleOfModel(provider: string, name: string): string {
  return `${titleOf(keyOfProvider(provider))}/models/${name}`
}
