import { create, toJsonString } from '@bufbuild/protobuf'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { type Policy, PolicySchema } from '#gen/switchyard/v1/policy_pb.js'
import { printFragment } from '../../config/print-fragment.ts'
import type { ChangeOptions } from '../change-options.ts'
import type { ServerClient } from '../client.ts'
import { UsageError } from '../errors.ts'
import { fragmentFrom } from '../fragment-input.ts'
import type { GlobalOptions } from '../global-options.ts'
import type { Terminal } from '../terminal.ts'
import { TIMEOUT, withClient } from '../with-client.ts'

interface SetOptions extends ChangeOptions {
  readonly allowedModels?: string
  readonly defaultModel?: string
}

/** Prints the policy in force as `set` takes it. */
export async function getPolicy(terminal: Terminal, options: GlobalOptions): Promise<number> {
  return show(terminal, options, (client) => client.unary(AdminService.method.getPolicy, {}, TIMEOUT))
}

/** Sets the fields that the file and the options hold. */
export async function setPolicy(terminal: Terminal, options: SetOptions, [path]: string[]): Promise<number> {
  const { etag = '', validateOnly = false } = options
  const { message, paths } =
    path === undefined ? { message: create(PolicySchema), paths: [] } : await fragmentFrom(PolicySchema, path, terminal)
  const given = givenFields(options)
  const named = Object.keys(given).map((name) => PolicySchema.field[name as keyof typeof given].name)
  const mask = [...new Set([...paths, ...named])]
  if (mask.length === 0)
    throw new UsageError('Name a file with the fields to set, or --allowed-models, or --default-model.')
  const policy = { ...message, ...given, etag }
  const request = { policy, updateMask: { paths: mask }, validateOnly }
  return show(terminal, options, (client) => client.unary(AdminService.method.updatePolicy, request, TIMEOUT))
}

/** Lets fields follow the file again. */
export async function resetPolicy(terminal: Terminal, options: ChangeOptions, paths: string[]): Promise<number> {
  const { etag = '', validateOnly = false } = options
  const request = { resetMask: { paths }, etag, validateOnly }
  return show(terminal, options, (client) => client.unary(AdminService.method.resetPolicy, request, TIMEOUT))
}

/** The fields that have an option of their own. */
function givenFields({ allowedModels, defaultModel }: SetOptions) {
  const names = allowedModels?.split(',').map((name) => name.trim())
  return {
    ...(names && { allowedModels: names.filter((name) => name !== '') }),
    ...(defaultModel !== undefined && { defaultModel }),
  }
}

function show(
  terminal: Terminal,
  options: GlobalOptions,
  ask: (client: ServerClient) => Promise<{ policy?: Policy | undefined }>,
): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const { policy = create(PolicySchema) } = await ask(client)
    return options.output === 'json' ? toJsonString(PolicySchema, policy, { prettySpaces: 2 }) : asText(policy)
  })
}

function asText(policy: Policy): string {
  const { field } = PolicySchema
  const fields = [field.allowedModels, field.defaultModel, field.selection, field.retry, field.retryBudget]
  const lines = [
    `# set here, not in the file: ${policy.setPaths.join(', ') || 'nothing'}`,
    `# etag ${policy.etag || 'none yet'}`,
  ]
  if (policy.notAppliedBecause !== '') lines.push(`# not in force: ${policy.notAppliedBecause}`)
  lines.push(printFragment(PolicySchema, policy, [...fields, field.circuit, field.defaultOptions]))
  return lines.filter((line) => line !== '').join('\n')
}
