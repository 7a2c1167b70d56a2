import {
  API_KEY,
  API_VERSION,
  AUTH_METHOD,
  BEARER_TOKEN,
  ENDPOINT,
  FOUNDRY_ENDPOINT,
  isAzure,
  isNamedBy,
  MODEL_CHAT,
  MODEL_REASONING,
  methodIn,
} from './azure-variables.ts'
import type { Usage } from './ignored-variables.ts'

const KNOWN: readonly string[] = [
  API_KEY,
  API_VERSION,
  AUTH_METHOD,
  BEARER_TOKEN,
  ENDPOINT,
  MODEL_CHAT,
  MODEL_REASONING,
]

/** Those that describe the account at `AZURE_OPENAI_ENDPOINT`, and mean nothing without it. */
const OF_THE_ENDPOINT = [API_KEY, BEARER_TOKEN, API_VERSION, MODEL_CHAT, MODEL_REASONING]

/** A sentence for every variable about Azure that is set and does nothing. */
export function warnOfIgnoredAzure(usage: Usage, isSet: (name: string) => boolean): string[] {
  const foreign = Object.keys(usage.environment).filter((name) => /^AZURE_OPENAI_/.test(name) && !KNOWN.includes(name))
  return [
    ...foreign
      .filter(isSet)
      .toSorted()
      .map((name) => `${name} is set and is ignored: Switchyard does not know it.`),
    ...(usage.filled.replaced.length > 0 ? [] : ofTheEndpoint(usage, isSet)),
    ...ofTheToken(usage, isSet),
  ]
}

function ofTheEndpoint({ environment, providers }: Usage, isSet: (name: string) => boolean): string[] {
  if (!isSet(ENDPOINT)) {
    return OF_THE_ENDPOINT.filter(isSet).map((name) => `${name} is set and is ignored; set ${ENDPOINT} too.`)
  }
  const addresses = providers.filter(({ adapter }) => isAzure(adapter.name)).flatMap(({ endpoints }) => endpoints)
  if (addresses.some(({ baseUrl }) => isNamedBy(ENDPOINT, baseUrl, environment))) return []
  return [`${ENDPOINT} is set and is ignored: no provider of the configuration file is at this address.`]
}

/** A token that was asked for, and is sent nowhere. */
function ofTheToken({ environment, providers }: Usage, isSet: (name: string) => boolean): string[] {
  const addresses = providers.flatMap(({ endpoints }) => endpoints)
  const isUsed = addresses.some(({ options }) => options.azure?.authentication.kind === 'bearer_token')
  const isMissed = addresses.some(({ options }) => options.azure !== undefined) && !isUsed
  if (!isSet(BEARER_TOKEN) || methodIn(environment) !== 'BEARER' || !isMissed) return []
  return [`${BEARER_TOKEN} is set and is ignored: it is sent to ${ENDPOINT} and ${FOUNDRY_ENDPOINT} only.`]
}
