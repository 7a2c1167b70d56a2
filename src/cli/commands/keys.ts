import { create, toJsonString } from '@bufbuild/protobuf'
import { type Timestamp, timestampDate } from '@bufbuild/protobuf/wkt'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import {
  type ApiKey,
  ApiKeySchema,
  type CreateApiKeyResponse,
  CreateApiKeyResponseSchema,
  ListApiKeysResponseSchema,
  type RotateApiKeyResponse,
} from '#gen/switchyard/v1/api_key_pb.js'
import type { GlobalOptions } from '../global-options.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { timeFrom } from '../time-option.ts'
import { allPages, TIMEOUT, withClient } from '../with-client.ts'

const { method } = AdminService

export interface CreateOptions extends GlobalOptions {
  readonly tenant?: string
  readonly user?: string
  readonly project?: string
  readonly role?: string
  readonly models?: string
  readonly scopes?: string
  readonly expire?: string
}

/** Lists virtual keys, without their secrets. */
export function listKeys(terminal: Terminal, options: GlobalOptions & { readonly tenant?: string }): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const apiKeys = await allPages(async (page) => {
      const request = { ...page, tenant: options.tenant ?? '' }
      const { apiKeys: items, nextPageToken } = await client.unary(method.listApiKeys, request, TIMEOUT)
      return { items, nextPageToken }
    })
    if (options.output === 'text') return asTable(apiKeys)
    return toJsonString(ListApiKeysResponseSchema, create(ListApiKeysResponseSchema, { apiKeys }), { prettySpaces: 2 })
  })
}

/** Makes a key and prints it. */
export function createKey(terminal: Terminal, options: CreateOptions, [name = '']: string[]): Promise<number> {
  const apiKey = create(ApiKeySchema, {
    displayName: name,
    tenant: options.tenant ?? '',
    user: options.user ?? '',
    project: options.project ?? '',
    role: AccessRole[(options.role ?? 'caller').toUpperCase() as keyof typeof AccessRole],
    allowedModels: wordsOf(options.models),
    scopes: wordsOf(options.scopes),
  })
  if (options.expire !== undefined) apiKey.expireTime = timeFrom('--expire', options.expire)
  return withClient(terminal, options, async (client) =>
    shown(await client.unary(method.createApiKey, { apiKey }, TIMEOUT), options),
  )
}

/** Gives a key a new secret and prints it. */
export function rotateKey(
  terminal: Terminal,
  options: GlobalOptions & { readonly graceHours?: number },
  [name = '']: string[],
): Promise<number> {
  const grace = options.graceHours === undefined ? {} : { grace: { seconds: BigInt(options.graceHours * 3600) } }
  return withClient(terminal, options, async (client) =>
    shown(await client.unary(method.rotateApiKey, { name, ...grace }, TIMEOUT), options),
  )
}

/** Makes a key good no more. */
export function revokeKey(terminal: Terminal, options: GlobalOptions, [name = '']: string[]): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const { apiKey } = await client.unary(method.revokeApiKey, { name }, TIMEOUT)
    const key = apiKey ?? create(ApiKeySchema)
    return options.output === 'json' ? toJsonString(ApiKeySchema, key, { prettySpaces: 2 }) : `${name} is revoked.`
  })
}

function shown({ apiKey, key }: CreateApiKeyResponse | RotateApiKeyResponse, { output }: GlobalOptions): string {
  if (output === 'text') return `${key}\nKeep it: it is shown only now. Its id is ${apiKey?.name}.`
  const response = create(CreateApiKeyResponseSchema, { key })
  if (apiKey) response.apiKey = apiKey
  return toJsonString(CreateApiKeyResponseSchema, response, { prettySpaces: 2 })
}

function asTable(keys: readonly ApiKey[]): string {
  return table([
    ['ID', 'NAME', 'TENANT', 'USER', 'PROJECT', 'ROLE', 'MODELS', 'STATE'],
    ...keys.map((key) => [
      key.name,
      key.displayName,
      key.tenant,
      key.user,
      key.project,
      AccessRole[key.role === AccessRole.UNSPECIFIED ? AccessRole.CALLER : key.role].toLowerCase(),
      key.allowedModels.join(', ') || 'all',
      stateOf(key),
    ]),
  ])
}

function stateOf({ revokeTime, expireTime }: ApiKey): string {
  if (revokeTime) return `revoked ${printed(revokeTime)}`
  return expireTime ? `until ${printed(expireTime)}` : 'good'
}

function printed(time: Timestamp): string {
  return timestampDate(time).toISOString()
}

function wordsOf(list = ''): string[] {
  return list.split(',').flatMap((word) => word.trim() || [])
}
