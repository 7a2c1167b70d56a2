import { create, toJsonString } from '@bufbuild/protobuf'
import { timestampDate } from '@bufbuild/protobuf/wkt'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { ListProvidersResponseSchema, type Provider, ProviderSchema } from '#gen/switchyard/v1/provider_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { printFragment } from '../../config/print-fragment.ts'
import type { ChangeOptions } from '../change-options.ts'
import type { ServerClient } from '../client.ts'
import { UsageError } from '../errors.ts'
import { fragmentFrom } from '../fragment-input.ts'
import type { GlobalOptions } from '../global-options.ts'
import { type KeyOptions, providerKey } from '../provider-key.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { allPages, TIMEOUT, withClient } from '../with-client.ts'

type SetOptions = ChangeOptions & KeyOptions & { readonly removeApiKey?: boolean }

/** Output-only fields have numbers from here on. */
const OUTPUT_ONLY_FROM = 100

/** Lists all providers, those of the file too. */
export async function listProviders(terminal: Terminal, options: GlobalOptions): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const providers = await listAll(client)
    const response = create(ListProvidersResponseSchema, { providers })
    if (options.output === 'json') return toJsonString(ListProvidersResponseSchema, response, { prettySpaces: 2 })
    return asTable(providers)
  })
}

/** Prints a provider as `set` takes it. */
export async function getProvider(terminal: Terminal, options: GlobalOptions, [name = '']: string[]): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const { provider } = await client.unary(AdminService.method.getProvider, { name }, TIMEOUT)
    return show(provider, options)
  })
}

/** Makes a provider or replaces one; without a file it changes the key alone. */
export async function setProvider(terminal: Terminal, options: SetOptions, words: string[]): Promise<number> {
  const [name = '', path] = words
  const { etag = '', removeApiKey = false, validateOnly = false } = options
  if (path === '-' && options.apiKeyStdin) throw new UsageError('Standard input holds the file or the key, not both.')
  const message =
    path === undefined ? create(ProviderSchema) : (await fragmentFrom(ProviderSchema, path, terminal)).message
  if (message.name !== '' && message.name !== name) {
    throw new UsageError(`The file holds a provider called \`${message.name}\`, not \`${name}\`.`)
  }
  const apiKey = await providerKey(options, terminal)
  if (path === undefined && apiKey === '' && !removeApiKey) throw new UsageError('Name a file, or give a key.')
  const change = path === undefined ? {} : { updateMask: { paths: ['*'] }, allowMissing: true }
  const request = { provider: { ...message, name, etag }, apiKey, removeApiKey, validateOnly, ...change }
  return withClient(terminal, options, async (client) => {
    const changed = await client.unary(AdminService.method.updateProvider, request, TIMEOUT)
    return show(changed.provider, options)
  })
}

/** Deletes a provider with its key. */
export async function deleteProvider(terminal: Terminal, options: ChangeOptions, words: string[]): Promise<number> {
  const { etag = '', validateOnly = false } = options
  const [name = ''] = words
  return withClient(terminal, options, async (client) => {
    const left = await client.unary(AdminService.method.deleteProvider, { name, etag, validateOnly }, TIMEOUT)
    if (left.provider || options.output === 'json') return show(left.provider, options)
    return validateOnly ? `${name} can be deleted.` : `${name} is deleted.`
  })
}

/** Sends a provider calls again. */
export async function enableProvider(terminal: Terminal, options: ChangeOptions, words: string[]): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const { provider } = await client.unary(AdminService.method.enableProvider, switchOf(options, words), TIMEOUT)
    return show(provider, options)
  })
}

/** Sends a provider no calls until it is enabled. */
export async function disableProvider(terminal: Terminal, options: ChangeOptions, words: string[]): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const { provider } = await client.unary(AdminService.method.disableProvider, switchOf(options, words), TIMEOUT)
    return show(provider, options)
  })
}

function switchOf({ etag = '', validateOnly = false }: ChangeOptions, [name = '']: string[]) {
  return { name, etag, validateOnly }
}

function listAll(client: ServerClient): Promise<Provider[]> {
  return allPages(async (request) => {
    const { providers, nextPageToken } = await client.unary(AdminService.method.listProviders, request, TIMEOUT)
    return { items: providers, nextPageToken }
  })
}

function show(provider: Provider | undefined, { output }: GlobalOptions): string {
  const shown = provider ?? create(ProviderSchema)
  if (output === 'json') return toJsonString(ProviderSchema, shown, { prettySpaces: 2 })
  const lines = [`# ${originOf(shown)}, etag ${shown.etag || 'none yet'}${shown.disabled ? ', disabled' : ''}`]
  if (shown.hasCredential) lines.push(`# ${keyOf(shown)}`)
  if (shown.notAppliedBecause !== '') lines.push(`# not in force: ${shown.notAppliedBecause}`)
  const settable = ProviderSchema.fields.filter(({ number }) => number < OUTPUT_ONLY_FROM)
  return [...lines, printFragment(ProviderSchema, shown, settable)].join('\n')
}

function asTable(providers: readonly Provider[]): string {
  return table([
    ['PROVIDER', 'ADAPTER', 'MODELS', 'KEY', 'FROM', 'STATE'],
    ...providers.map((provider) => [
      provider.name,
      provider.adapter,
      provider.models.length === 0 ? 'all known' : String(provider.models.length),
      provider.hasCredential ? 'stored' : provider.apiKeyEnv,
      originOf(provider),
      stateOf(provider),
    ]),
  ])
}

function stateOf({ disabled, notAppliedBecause }: Provider): string {
  if (notAppliedBecause !== '') return `not in force: ${notAppliedBecause}`
  return disabled ? 'disabled' : 'enabled'
}

function keyOf({ credentialUpdateTime: time }: Provider): string {
  return `has a key${time ? `, given ${timestampDate(time).toISOString()}` : ''}`
}

function originOf({ origin, hidesFile }: Provider): string {
  if (origin === Origin.FILE) return 'file'
  return hidesFile ? 'api, hides the file' : 'api'
}
