import type {
  ProviderModels,
  SyncModelsRequest,
  SyncModelsResponse,
  VendorModel as VendorModelMessage,
} from '#gen/switchyard/v1/admin_service_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { accountOf } from '../core/call.ts'
import { GatewayError, isCancellation, toGatewayError } from '../core/errors.ts'
import type { VendorModel } from '../providers/provider.ts'
import type { Catalog } from '../routing/catalog.ts'
import type { VendorLimits } from '../routing/vendor-limits.ts'
import type { UnaryHandler } from './handler.ts'
import { askProvider, type ProviderQuestions } from './provider-questions.ts'

export interface SyncModelsOptions extends ProviderQuestions {
  /** The full names of all providers, in the order of the configuration. */
  readonly providerNames: readonly string[]
  readonly catalog: Catalog
  readonly vendorLimits: VendorLimits
}

/** Asks all vendors at once; one that fails does not keep the others from being heard. */
export function syncModels(options: SyncModelsOptions): UnaryHandler<SyncModelsRequest, SyncModelsResponse> {
  return async ({ provider }, { signal }) => {
    const names = options.providerNames.filter(
      (name) => provider === '' || accountOf(name) === provider || name === provider,
    )
    if (names.length === 0) throw unknown(provider)
    const providers = await Promise.all(names.map((name) => sync(name, signal, options)))
    return { $typeName: 'switchyard.v1.SyncModelsResponse', providers }
  }
}

async function sync(provider: string, signal: AbortSignal, options: SyncModelsOptions): Promise<ProviderModels> {
  const entry: ProviderModels = {
    $typeName: 'switchyard.v1.ProviderModels',
    provider,
    models: [],
    listed: false,
    errorReason: ErrorReason.UNSPECIFIED,
    errorMessage: '',
  }
  try {
    const models = await askProvider(options, { provider }, signal, async (asked, within) => asked.listModels?.(within))
    if (!models) return entry
    options.vendorLimits.learn(provider, models)
    const offered = namesOf(provider, options.catalog)
    return { ...entry, listed: true, models: models.map((model) => toMessage(model, offered)) }
  } catch (thrown) {
    const error = toGatewayError(thrown)
    if (isCancellation(error)) throw error
    return { ...entry, listed: true, errorReason: error.reason, errorMessage: error.message }
  }
}

/** The names under which a provider's models are offered, by the vendor's own. */
function namesOf(provider: string, catalog: Catalog): ReadonlyMap<string, string[]> {
  const names = new Map<string, string[]>()
  for (const entry of catalog.list()) {
    for (const target of entry.targets) {
      if (target.provider === provider) names.set(target.model, [...(names.get(target.model) ?? []), entry.name])
    }
  }
  return names
}

function toMessage({ name, contextWindow, maxOutputTokens }: VendorModel, offered: ReadonlyMap<string, string[]>) {
  const model: VendorModelMessage = {
    $typeName: 'switchyard.v1.VendorModel',
    name,
    offeredAs: offered.get(name) ?? [],
    contextWindow: contextWindow ?? 0n,
    maxOutputTokens: maxOutputTokens ?? 0n,
  }
  return model
}

function unknown(provider: string): GatewayError {
  const message = `No provider is called “${provider}”.`
  return new GatewayError(ErrorReason.INVALID_REQUEST, message, {
    violations: [{ field: 'provider', description: 'is not the name of a configured provider' }],
  })
}
