import type { ProviderModel } from '#gen/switchyard/config/v1/provider_pb.js'
import type { AzureOptions } from '#gen/switchyard/config/v1/vendor_options_pb.js'
import { DEPLOYMENT, DEPLOYMENT_HINT } from './azure-variables.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'

const PREFIX = 'AZURE_DEPLOYMENT_'

/** Which deployment stands for a model in Azure AI Foundry: as the environment says, else as the file does. */
export class Deployments {
  readonly #written: ReadonlyMap<string, string>
  readonly #environment: EnvironmentValues

  constructor(azure: AzureOptions | undefined, environment: EnvironmentValues) {
    this.#written = new Map(Object.entries(azure?.deployments ?? {}))
    this.#environment = environment
  }

  /** By the name that callers use, else by the vendor's own name for the model. */
  of({ name, upstreamName }: ProviderModel): string | undefined {
    return this.#named(name) ?? (upstreamName === '' ? undefined : this.#named(upstreamName))
  }

  /** The models of the file's map that are none of these. */
  strayModels(models: readonly ProviderModel[]): string[] {
    const names = new Set(models.flatMap(namesOf))
    return [...this.#written.keys()].filter((name) => !names.has(name))
  }

  /** The variables that are set and belong to none of these models. */
  strayVariables(models: readonly ProviderModel[]): string[] {
    const variables = new Set(models.flatMap(namesOf).map(deploymentVariable))
    return this.#variables().filter((name) => !variables.has(name))
  }

  /** A fault for each variable that holds no name of a deployment. */
  check(faults: FaultList): void {
    for (const name of this.#variables()) {
      if (!DEPLOYMENT.test(readVariable(this.#environment, name) ?? '')) faults.add(name, DEPLOYMENT_HINT)
    }
  }

  #named(model: string): string | undefined {
    return readVariable(this.#environment, deploymentVariable(model)) ?? this.#written.get(model)
  }

  #variables(): string[] {
    const names = Object.keys(this.#environment).filter((name) => name.startsWith(PREFIX))
    return names.filter((name) => readVariable(this.#environment, name) !== undefined).toSorted()
  }
}

/** `AZURE_DEPLOYMENT_GPT_4_1_MINI` for `gpt-4.1-mini`. */
export function deploymentVariable(model: string): string {
  return PREFIX + model.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
}

/** What a call to a model without a deployment is told, and a start that needs one. */
export function missingDeployment(model: string): string {
  const settings = `set ${deploymentVariable(model)}, or add it to azure_foundry.azure.deployments`
  return `The model “${model}” has no deployment in Azure AI Foundry: ${settings}.`
}

function namesOf({ name, upstreamName }: ProviderModel): string[] {
  return upstreamName === '' ? [name] : [name, upstreamName]
}
