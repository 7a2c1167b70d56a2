import type { DescMethod } from '@bufbuild/protobuf'
import { MethodOptions_IdempotencyLevel as IdempotencyLevel } from '@bufbuild/protobuf/wkt'
import { permissionOf } from '../../src/access/permissions.ts'
import { roles } from '../../src/access/roles.ts'
import type { Contract } from '../contract/contract.ts'
import type { Links } from './links.ts'

/** A heading, the method's comment, what goes in and out, and who may call it. */
export function methodSection(method: DescMethod, contract: Contract, links: Links): string[] {
  const { scope, callers } = accessOf(method)
  return [
    `### ${method.name}`,
    '',
    links.comment(contract.commentOf(method)),
    '',
    `- In: ${links.type(method.input)}. Out: ${isStream(method) ? 'a stream of ' : ''}${links.type(method.output)}.`,
    `- Needs the scope \`${scope}\`, which ${listOf(callers.map((role) => `\`${role}\``))} ${callers.length === 1 ? 'has' : 'have'}.`,
    ...(method.idempotency === IdempotencyLevel.NO_SIDE_EFFECTS ? ['- Changes nothing.'] : []),
    '',
  ]
}

export function isStream({ methodKind }: DescMethod): boolean {
  if (methodKind !== 'unary' && methodKind !== 'server_streaming') throw new Error(`${methodKind} has no words here.`)
  return methodKind === 'server_streaming'
}

/** The scope that a method asks for, and the roles whose holders may call it. */
export function accessOf(method: DescMethod): { readonly scope: string; readonly callers: readonly string[] } {
  const permission = permissionOf(method)
  if (!permission) throw new Error(`${method.name} is open to no one.`)
  const { scope, platform } = permission
  const callers = Object.entries(roles).filter(
    ([, role]) => role.scopes.includes(scope) && (!platform || role.reach === 'platform'),
  )
  return { scope, callers: callers.map(([name]) => name) }
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
