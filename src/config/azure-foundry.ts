import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import type { Provider, ProviderModel } from '#gen/switchyard/config/v1/provider_pb.js'
import type { AzureFoundry } from '#gen/switchyard/config/v1/vendor_options_pb.js'
import type { FilledProviders, Filling } from './default-providers.ts'
import { Deployments, missingDeployment } from './deployments.ts'
import { readVariable } from './environment.ts'
import { FoundryOffer } from './foundry-offer.ts'
import { openFoundry } from './foundry-provider.ts'
import { collectTargets, leadRoutes, targetKey } from './foundry-routes.ts'
import { suggest } from './suggest.ts'

/** Where the providers come from that Foundry takes the place of. */
export interface Origin {
  readonly fromFile: boolean
  /** Those whose models are the built-in ones. */
  readonly unnamed: ReadonlySet<Provider>
}

/** What the offer is made from. */
interface Plan extends Origin {
  readonly filling: Filling
  readonly deployments: Deployments
  readonly providers: readonly Provider[]
  readonly replaced: readonly Provider[]
  /** The places of all targets of routes, by their keys. */
  readonly targets: ReadonlyMap<string, string>
}

/** A model of a built-in list that has no deployment. */
interface Missing {
  readonly provider: Provider
  readonly name: string
}

/**
 * Replaces all providers that have a network by Azure AI Foundry: Claude by its own interface there, the rest by that of
 * OpenAI. Names, aliases, classes, prices and routes of models stay, so that callers notice nothing. A model without a
 * deployment is a fault when people named it, and is left out when only a built-in list did.
 */
export function leadThroughFoundry(
  config: Config,
  foundry: AzureFoundry,
  origin: Origin,
  filling: Filling,
): FilledProviders {
  const { environment, faults, namesReadable } = filling
  const { providers } = config
  const deployments = new Deployments(foundry.azure, environment)
  const replaced = providers.filter((provider) => isRemote(provider, filling))
  const targets = namesReadable ? collectTargets(config, faults) : new Map<string, string>()
  const plan: Plan = { ...origin, filling, deployments, providers, replaced, targets }
  const offer = new FoundryOffer((name) => openFoundry(name, foundry, environment))
  const missing = fillOffer(offer, plan)
  deployments.check(faults)
  checkOffer(offer, plan)
  leadRoutes(config, offer, (name) => replaced.some((provider) => provider.name === name))
  config.providers = offer.toProviders(faults)
  const unavailable = missing.filter(({ name }) => offer.servedBy(name) === undefined)
  return {
    replaced,
    unavailable: Object.fromEntries(unavailable.map(({ name }) => [name, missingDeployment(name)])),
    warnings: warningsOf(unavailable, plan),
  }
}

/** Offers every model that has a deployment or was named, and tells those of built-in lists that have none. */
function fillOffer(offer: FoundryOffer, plan: Plan): Missing[] {
  const missing: Missing[] = []
  for (const [index, provider] of plan.providers.entries()) {
    const path = `providers[${index}]`
    if (!plan.replaced.includes(provider)) {
      offer.keep(provider, path)
      continue
    }
    for (const [at, model] of provider.models.entries()) {
      const deployment = plan.deployments.of(model)
      const named = plan.unnamed.has(provider) ? targetOf(provider, model, plan) : `${path}.models[${at}]`
      if (deployment === undefined && named !== undefined) plan.filling.faults.add(named, missingDeployment(model.name))
      if (deployment === undefined && named === undefined) missing.push({ provider, name: model.name })
      else offer.serve(provider, model, deployment ?? '', named ?? path)
    }
  }
  return missing
}

function targetOf(provider: Provider, model: ProviderModel, { targets }: Plan): string | undefined {
  return targets.get(targetKey({ provider: provider.name, model: model.name }))
}

function checkOffer(offer: FoundryOffer, { deployments, filling, fromFile, providers, replaced }: Plan): void {
  const { faults } = filling
  const field = 'azure_foundry.azure.deployments'
  const models = replaced.flatMap((provider) => provider.models)
  const names = models.map(({ name }) => name)
  if (faults.has('providers')) return
  for (const name of fromFile ? deployments.strayModels(models) : []) {
    const path = `${field}[${JSON.stringify(name)}]`
    if (!faults.has(path)) faults.add(path, `no provider offers a model of this name${suggest(name, names)}`)
  }
  const isEmpty = names.every((name) => offer.servedBy(name) === undefined)
  if (isEmpty && (replaced.length > 0 || providers.length === 0)) {
    faults.add(field, 'no model has a deployment: add some here, or set variables such as AZURE_DEPLOYMENT_GPT_4_1')
  }
}

/** Of models that would not be there without Foundry either, nothing is said. */
function warningsOf(unavailable: readonly Missing[], { deployments, filling, fromFile, replaced }: Plan): string[] {
  const { adapters, environment } = filling
  const hasKey = ({ adapter }: Provider) => {
    const variable = adapters.find(({ name }) => name === adapter)?.keyVariable
    return variable !== undefined && readVariable(environment, variable) !== undefined
  }
  const missed = unavailable.filter(({ provider }) => fromFile || hasKey(provider))
  const strays = deployments.strayVariables(replaced.flatMap((provider) => provider.models))
  return [
    ...missed.map(({ name }) => `${missingDeployment(name)} It is not offered.`),
    ...strays.map(
      (name) => `${name} is set and is ignored: it fits no model; name the model in azure_foundry.azure.deployments.`,
    ),
  ]
}

function isRemote(provider: Provider, { adapters }: Filling): boolean {
  const adapter = adapters.find(({ name }) => name === provider.adapter)
  return adapter !== undefined && adapter.address.kind !== 'none'
}
