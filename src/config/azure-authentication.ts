import type { EntraOptions } from '#gen/switchyard/config/v1/vendor_options_pb.js'
import type { Secret } from '../core/secret.ts'
import type { AzureAuthentication } from '../providers/options.ts'
import { keyOf } from './api-keys.ts'
import {
  API_KEY,
  AUTH_METHOD,
  BEARER_TOKEN,
  ENDPOINT,
  FOUNDRY_ENDPOINT,
  isNamedBy,
  methodIn,
} from './azure-variables.ts'
import { toEntraCloud, toEntraCredential } from './entra-settings.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'

/** An address of Azure, with what the file says about signing in there. */
export interface AzureAddress {
  readonly baseUrl: string
  /** The key itself, where it was given at run time: it goes before all others. */
  readonly key?: Secret | undefined
  /** The variable that the file names for the key; empty: none. */
  readonly keyVariable: string
  readonly keyField: string
  readonly entra: EntraOptions | undefined
  readonly entraField: string
}

/**
 * How to sign in at an address of Azure: as `AZURE_OPENAI_AUTH_METHOD` says, else by Entra ID if the file has `entra`, else
 * by a key if there is one, else by Entra ID. Undefined only beside a fault.
 */
export function toAzureAuthentication(
  address: AzureAddress,
  environment: EnvironmentValues,
  faults: FaultList,
): AzureAuthentication | undefined {
  if (address.key) return { kind: 'api_key', key: address.key }
  if (usesKey(address, environment, faults)) {
    const key = keyAt(address, environment, faults)
    return key && { kind: 'api_key', key }
  }
  if (hasToken(address, environment)) {
    const token = keyOf(BEARER_TOKEN, BEARER_TOKEN, environment, faults)
    return token && { kind: 'bearer_token', token }
  }
  const { entra, entraField: path } = address
  const credential = toEntraCredential({ entra, path, environment, faults })
  return credential && { kind: 'entra', credential, cloud: toEntraCloud({ entra, path, environment, faults }) }
}

function usesKey(address: AzureAddress, environment: EnvironmentValues, faults: FaultList): boolean {
  const method = methodIn(environment)
  if (method === 'API_KEY' || method === 'BEARER') return method === 'API_KEY'
  if (method !== undefined) faults.add(AUTH_METHOD, 'must be API_KEY or BEARER')
  if (!address.entra) return keyVariableAt(address, environment) !== ''
  if (address.keyVariable !== '') {
    faults.add(address.keyField, `must not be set beside \`entra\`, unless ${AUTH_METHOD} chooses between them`)
  }
  return false
}

function keyAt(address: AzureAddress, environment: EnvironmentValues, faults: FaultList) {
  const variable = keyVariableAt(address, environment)
  if (variable !== '') return keyOf(address.keyField, variable, environment, faults)
  const { baseUrl, keyField } = address
  if (isNamedBy(ENDPOINT, baseUrl, environment)) faults.add(API_KEY, `must be set, since ${AUTH_METHOD} is API_KEY`)
  else if (!faults.has(keyField))
    faults.add(keyField, `must name the variable of the key, since ${AUTH_METHOD} is API_KEY`)
  return undefined
}

/** The file's variable, else the usual one, which belongs to the address of the environment alone. */
function keyVariableAt({ baseUrl, keyVariable }: AzureAddress, environment: EnvironmentValues): string {
  if (keyVariable !== '') return keyVariable
  const usual = readVariable(environment, API_KEY) !== undefined && isNamedBy(ENDPOINT, baseUrl, environment)
  return usual ? API_KEY : ''
}

/** The token goes only to addresses that the environment names as well. */
function hasToken({ baseUrl }: AzureAddress, environment: EnvironmentValues): boolean {
  if (readVariable(environment, BEARER_TOKEN) === undefined) return false
  return [ENDPOINT, FOUNDRY_ENDPOINT].some((variable) => isNamedBy(variable, baseUrl, environment))
}
