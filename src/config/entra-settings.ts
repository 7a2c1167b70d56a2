import type { EntraOptions } from '#gen/switchyard/config/v1/vendor_options_pb.js'
import type { EntraCloud, EntraCredential } from '../providers/options.ts'
import { keyOf } from './api-keys.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'

/** What a sign-in by Entra ID is made from. */
export interface EntraSource {
  /** Undefined: the environment alone tells. */
  readonly entra: EntraOptions | undefined
  readonly path: string
  readonly environment: EnvironmentValues
  readonly faults: FaultList
}

type Kind = EntraCredential['kind']

const SCOPE = 'https://ai.azure.com/.default'

/** The fields of the file that each kind of credential needs or may have. */
const FIELDS = {
  client_secret: ['tenant_id', 'client_id', 'client_secret_env'],
  workload_identity: ['tenant_id', 'client_id', 'token_file'],
  managed_identity: ['client_id'],
  cli: ['tenant_id'],
  default: [],
} as const satisfies Record<Kind, readonly string[]>

/** Where Azure's hosts tell the programs on them that they have an identity. */
const MANAGED_IDENTITY_VARIABLES = ['IDENTITY_ENDPOINT', 'MSI_ENDPOINT']

/** What is signed in with; every missing piece is a fault. Undefined only beside one. */
export function toEntraCredential(source: EntraSource): EntraCredential | undefined {
  const kind = kindOf(source)
  refuseUnused(source, kind)
  switch (kind) {
    case 'client_secret': {
      const [tenantId, clientId, secret] = [tenantOf(source), clientOf(source), secretOf(source)]
      return tenantId && clientId && secret ? { kind, tenantId, clientId, secret } : undefined
    }
    case 'workload_identity': {
      const [tenantId, clientId, tokenFile] = [tenantOf(source), clientOf(source), tokenFileOf(source)]
      return tenantId && clientId && tokenFile ? { kind, tenantId, clientId, tokenFile } : undefined
    }
    case 'managed_identity':
      return { kind, clientId: source.entra?.clientId || readVariable(source.environment, 'AZURE_CLIENT_ID') }
    case 'cli':
      return { kind, tenantId: source.entra?.tenantId || readVariable(source.environment, 'AZURE_TENANT_ID') }
    case 'default':
      return { kind }
  }
}

export function toEntraCloud({ entra, environment, faults }: EntraSource): EntraCloud {
  const usual = readVariable(environment, 'AZURE_AUTHORITY_HOST')
  if (!entra?.authorityHost && usual !== undefined && !/^https:\/\/[^/ ]/.test(usual)) {
    faults.add('AZURE_AUTHORITY_HOST', 'must begin with `https://`, as `https://login.microsoftonline.us` does')
  }
  return {
    scope: entra?.scope || SCOPE,
    authorityHost: entra?.authorityHost || usual,
    disableInstanceDiscovery: entra?.disableInstanceDiscovery ?? false,
  }
}

/** As the file says, else by what the file or the environment holds. */
function kindOf({ entra, environment }: EntraSource): Kind {
  if (entra?.credential) return entra.credential as Kind
  if (entra?.clientSecretEnv) return 'client_secret'
  if (entra?.tokenFile) return 'workload_identity'
  const isSet = (name: string) => readVariable(environment, name) !== undefined
  if (isSet('AZURE_CLIENT_SECRET')) return 'client_secret'
  if (isSet('AZURE_FEDERATED_TOKEN_FILE')) return 'workload_identity'
  return MANAGED_IDENTITY_VARIABLES.some(isSet) ? 'managed_identity' : 'default'
}

function refuseUnused({ entra, path, faults }: EntraSource, kind: Kind): void {
  const { clientId, clientSecretEnv, tenantId, tokenFile } = entra ?? {}
  const set = { tenant_id: tenantId, client_id: clientId, client_secret_env: clientSecretEnv, token_file: tokenFile }
  const used: readonly string[] = FIELDS[kind]
  for (const [field, value] of Object.entries(set)) {
    if (!value || used.includes(field)) continue
    faults.add(`${path}.${field}`, `is not used by the credential \`${kind}\`; set \`credential\` to one that has it`)
  }
}

function tenantOf(source: EntraSource): string | undefined {
  return required(source, 'tenant_id', source.entra?.tenantId, 'AZURE_TENANT_ID', /^[A-Za-z0-9.-]{1,128}$/)
}

function clientOf(source: EntraSource): string | undefined {
  return required(source, 'client_id', source.entra?.clientId, 'AZURE_CLIENT_ID', /^[A-Za-z0-9-]{1,64}$/)
}

function tokenFileOf(source: EntraSource): string | undefined {
  return required(source, 'token_file', source.entra?.tokenFile, 'AZURE_FEDERATED_TOKEN_FILE', /./)
}

function secretOf({ entra, path, environment, faults }: EntraSource) {
  const usual = 'AZURE_CLIENT_SECRET'
  return keyOf(entra ? `${path}.client_secret_env` : usual, entra?.clientSecretEnv || usual, environment, faults)
}

/** The file's value, else the variable's. Neither is a fault of the field, or of the variable when there is no file. */
function required(
  { entra, path, environment, faults }: EntraSource,
  field: string,
  written: string | undefined,
  variable: string,
  pattern: RegExp,
): string | undefined {
  if (written) return written
  const value = readVariable(environment, variable)
  const where = entra ? `${path}.${field}` : variable
  if (value === undefined) {
    if (!faults.has(where))
      faults.add(where, entra ? `must be set, here or in ${variable}` : 'must be set to sign in by Entra ID')
  } else if (!pattern.test(value)) faults.add(variable, 'holds characters that it cannot have')
  return value
}
