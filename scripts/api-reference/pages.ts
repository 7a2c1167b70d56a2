import type { DescEnum, DescField, DescMessage, DescService } from '@bufbuild/protobuf'
import type { Contract } from '../contract/contract.ts'

export type Type = DescMessage | DescEnum

/** A page: one service, and the types that no earlier page has. */
export interface ServicePage {
  /** Relative to `docs/reference/`. */
  readonly path: string
  readonly service: DescService
  /** By name. */
  readonly types: readonly Type[]
}

export const PACKAGE = 'switchyard.v1'

/** Types that have a page of their own, relative to `docs/reference/`. */
export const ELSEWHERE: Readonly<Record<string, string>> = { ErrorReason: 'errors.md' }

/** Services by importance; others follow. What several use stands on the page of the first one. */
const ORDER = ['LLMService', 'UsageService', 'AdminService']

export function servicePages({ registry }: Contract): ServicePage[] {
  const services = [...registry].filter((desc) => desc.kind === 'service' && desc.file.proto.package === PACKAGE)
  const seen = new Set<Type>()
  return (services as DescService[]).toSorted(byImportance).map((service) => {
    const types = service.methods.flatMap(({ input, output }) => [input, output]).flatMap((type) => reached(type, seen))
    return { path: pathOf(service), service, types: types.toSorted((a, b) => shortName(a).localeCompare(shortName(b))) }
  })
}

/** Without the package: `ToolChoice.Mode`. */
export function shortName({ typeName }: Type): string {
  return typeName.slice(PACKAGE.length + 1)
}

function byImportance(a: DescService, b: DescService): number {
  const rank = ({ name }: DescService) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)
  return rank(a) - rank(b)
}

function pathOf({ name }: DescService): string {
  return `api/${name.replace(/(?<=[a-z])S|(?<=LLM)S/, '-s').toLowerCase()}.md`
}

function reached(type: Type, seen: Set<Type>): Type[] {
  if (seen.has(type) || type.file.proto.package !== PACKAGE || ELSEWHERE[shortName(type)]) return []
  seen.add(type)
  const inner = type.kind === 'message' ? type.fields.flatMap(typesOf) : []
  return [type, ...inner.flatMap((next) => reached(next, seen))]
}

function typesOf(field: DescField): Type[] {
  return [field.message, field.enum].filter((type) => type !== undefined)
}
