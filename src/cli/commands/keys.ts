import { create, type MessageInitShape, toJsonString } from '@bufbuild/protobuf'
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
import { systemClock } from '../../core/clock.ts'
import type { ServerClient } from '../client.ts'
import { UsageError } from '../errors.ts'
import type { GlobalOptions } from '../global-options.ts'
import { type BoundOptions, boundsOf, describeBounds } from '../key-bounds.ts'
import { keyTable } from '../key-table.ts'
import { nothingGiven, pathsOf, wordsOf } from '../resource-fields.ts'
import { note, type Terminal } from '../terminal.ts'
import { timeFrom } from '../time-option.ts'
import { allPages, TIMEOUT, withClient } from '../with-client.ts'

const { method } = AdminService

export interface KeyOptions extends GlobalOptions {
  readonly name?: string
  readonly user?: string
  readonly project?: string
  readonly role?: string
  readonly models?: string
  readonly scopes?: string
  readonly expire?: string
}

type TenantOption = GlobalOptions & { readonly tenant?: string }

/** Lists virtual keys, without their secrets. */
export function listKeys(terminal: Terminal, options: TenantOption): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const apiKeys = await allPages(async (page) => {
      const request = { ...page, tenant: options.tenant ?? '' }
      const { apiKeys: items, nextPageToken } = await client.unary(method.listApiKeys, request, TIMEOUT)
      return { items, nextPageToken }
    })
    if (options.output === 'text') return keyTable(apiKeys, systemClock.now())
    return toJsonString(ListApiKeysResponseSchema, create(ListApiKeysResponseSchema, { apiKeys }), { prettySpaces: 2 })
  })
}

/** Shows a key, without its secret. */
export function getKey(terminal: Terminal, options: GlobalOptions, [name = '']: string[]): Promise<number> {
  return show(terminal, options, (client) => client.unary(method.getApiKey, { name }, TIMEOUT))
}

/** Makes a key and prints it. */
export function createKey(
  terminal: Terminal,
  options: KeyOptions & TenantOption & BoundOptions,
  words: string[],
): Promise<number> {
  const [displayName = ''] = words
  if (options.expire === NEVER) throw new UsageError('Leave --expire out for a key that does not end.')
  const apiKey = { displayName, tenant: options.tenant ?? '', ...fieldsOf(options) }
  const request = { apiKey, ...boundsOf(options) }
  return withClient(terminal, options, async (client) => {
    const response = await client.unary(method.createApiKey, request, TIMEOUT)
    if (wasUnknown(terminal, options)) note(terminal, adviceAfterFirst(response.apiKey))
    return shown(response, options)
  })
}

/** Whether the caller showed nothing: it was let in because there was no key yet. */
function wasUnknown({ environment }: Terminal, { cert }: GlobalOptions): boolean {
  return !environment.SWITCHYARD_API_KEY?.trim() && cert === undefined
}

function adviceAfterFirst(apiKey: ApiKey | undefined): string {
  const now = 'From now on every call needs a key.'
  if (apiKey?.role === AccessRole.PLATFORM_ADMIN) return `${now} Put this one into SWITCHYARD_API_KEY to go on.`
  return `${now} This one may not make others: to make them, start the service with SWITCHYARD_API_KEY set.`
}

/** Changes what is given of a key. */
export function updateKey(terminal: Terminal, options: KeyOptions, [name = '']: string[]): Promise<number> {
  const fields = fieldsOf(options)
  const paths = pathsOf(ApiKeySchema, fields)
  if (paths.length === 0) throw nothingGiven()
  const request = { apiKey: { name, ...fields }, updateMask: { paths } }
  return show(terminal, options, (client) => client.unary(method.updateApiKey, request, TIMEOUT))
}

/** Gives a key a new secret and prints it. */
export function rotateKey(
  terminal: Terminal,
  options: GlobalOptions & { readonly graceHours?: number },
  [name = '']: string[],
): Promise<number> {
  const { graceHours } = options
  const grace = graceHours === undefined ? {} : { grace: { seconds: BigInt(Math.round(graceHours * 3600)) } }
  return withClient(terminal, options, async (client) =>
    shown(await client.unary(method.rotateApiKey, { name, ...grace }, TIMEOUT), options),
  )
}

/** Makes a key good no more. */
export function revokeKey(terminal: Terminal, options: GlobalOptions, [name = '']: string[]): Promise<number> {
  return show(terminal, options, (client) => client.unary(method.revokeApiKey, { name }, TIMEOUT))
}

const NEVER = 'never'

/** The fields that options were given for. */
function fieldsOf({ name, user, project, role, models, scopes, expire }: KeyOptions) {
  const fields: MessageInitShape<typeof ApiKeySchema> = {
    ...(name !== undefined && { displayName: name }),
    ...(user !== undefined && { user }),
    ...(project !== undefined && { project }),
    ...(role !== undefined && { role: AccessRole[role.toUpperCase() as keyof typeof AccessRole] }),
    ...(models !== undefined && { allowedModels: wordsOf(models) }),
    ...(scopes !== undefined && { scopes: wordsOf(scopes) }),
    ...(expire !== undefined && { expireTime: expire === NEVER ? undefined : timeFrom('--expire', expire) }),
  }
  return fields
}

function show(
  terminal: Terminal,
  options: GlobalOptions,
  ask: (client: ServerClient) => Promise<{ readonly apiKey?: ApiKey | undefined }>,
): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const { apiKey = create(ApiKeySchema) } = await ask(client)
    if (options.output === 'text') return keyTable([apiKey], systemClock.now())
    return toJsonString(ApiKeySchema, apiKey, { prettySpaces: 2 })
  })
}

function shown(response: CreateApiKeyResponse | RotateApiKeyResponse, { output }: GlobalOptions): string {
  const { apiKey, key } = response
  const { budgets, rateLimits } = { budgets: [], rateLimits: [], ...response }
  if (output === 'text') {
    const bounds = describeBounds({ budgets, rateLimits })
    return `${key}\nKeep it: it is shown only now. Its id is ${apiKey?.name}.${bounds}`
  }
  const told = create(CreateApiKeyResponseSchema, { key, budgets, rateLimits })
  if (apiKey) told.apiKey = apiKey
  return toJsonString(CreateApiKeyResponseSchema, told, { prettySpaces: 2 })
}
