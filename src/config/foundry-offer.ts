import { clone } from '@bufbuild/protobuf'
import {
  OpenAIApi,
  type Provider,
  type ProviderModel,
  ProviderModelSchema,
} from '#gen/switchyard/config/v1/provider_pb.js'
import { AZURE, FOUNDRY_ANTHROPIC, FOUNDRY_ENDPOINT } from './azure-variables.ts'
import type { FaultList } from './faults.ts'

/** A provider after the switch, with the places where people wrote it and its models. */
interface Placed {
  readonly provider: Provider
  readonly path: string
  readonly modelPaths: string[]
}

type FoundryName = typeof AZURE | typeof FOUNDRY_ANTHROPIC

/** Adapters whose models speak OpenAI's newer interface at Azure too; of others only the older one is sure. */
const SPEAK_RESPONSES = ['openai', AZURE]

/** The providers after the switch, in the order in which the first models of each were configured. */
export class FoundryOffer {
  readonly #open: (name: FoundryName) => Provider
  readonly #placed: Placed[] = []
  readonly #served = new Map<string, { readonly by: Placed; readonly model: ProviderModel }>()

  constructor(open: (name: FoundryName) => Provider) {
    this.#open = open
  }

  /** The name of the provider that serves a model now. */
  servedBy(model: string): string | undefined {
    return this.#served.get(model)?.by.provider.name
  }

  /** Leaves a provider as it is. */
  keep(provider: Provider, path: string): void {
    this.#placed.push({ provider, path, modelPaths: [] })
  }

  /** Offers a model by its deployment. One that several providers had is one model now, with the names of all. */
  serve(provider: Provider, model: ProviderModel, deployment: string, path: string): void {
    const served = this.#served.get(model.name)?.model
    if (served) {
      served.aliases = [...new Set([...served.aliases, ...model.aliases])]
      served.bestFor = [...new Set([...served.bestFor, ...model.bestFor])]
      return
    }
    const by = this.#at(isClaude(provider, model, deployment) ? FOUNDRY_ANTHROPIC : AZURE)
    if (by.provider.name === FOUNDRY_ANTHROPIC && provider.anthropic) by.provider.anthropic ??= provider.anthropic
    const copy = clone(ProviderModelSchema, model)
    copy.upstreamName = deployment
    copy.api = model.api || apiOf(provider)
    by.provider.models.push(copy)
    by.modelPaths.push(path)
    this.#served.set(model.name, { by, model: copy })
  }

  /** The providers; faults in them are told of what people wrote. */
  toProviders(faults: FaultList): Provider[] {
    return this.#placed.map(({ provider, path, modelPaths }, index) => {
      const at = `providers[${index}]`
      faults.standsFor(at, path)
      if (modelPaths.length > 0) {
        faults.standsFor(`${at}.base_url`, `${path}.endpoint`)
        if (provider.baseUrl === '') faults.add(`${at}.base_url`, `must be set, here or in ${FOUNDRY_ENDPOINT}`)
      }
      modelPaths.forEach((modelPath, model) => {
        faults.standsFor(`${at}.models[${model}]`, modelPath)
      })
      return provider
    })
  }

  #at(name: FoundryName): Placed {
    const known = this.#placed.find(({ provider, modelPaths }) => provider.name === name && modelPaths.length > 0)
    if (known) return known
    const opened = { provider: this.#open(name), path: 'azure_foundry', modelPaths: [] }
    this.#placed.push(opened)
    return opened
  }
}

/** Claude has an address and an interface of its own in Foundry. */
function isClaude({ adapter }: Provider, { name, upstreamName }: ProviderModel, deployment: string): boolean {
  if (adapter === 'anthropic' || adapter === FOUNDRY_ANTHROPIC) return true
  return [name, upstreamName, deployment].some((text) => /claude/i.test(text))
}

function apiOf({ adapter, api }: Provider): OpenAIApi {
  return api || SPEAK_RESPONSES.includes(adapter) ? api : OpenAIApi.OPEN_AI_API_CHAT
}
