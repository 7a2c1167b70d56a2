import { clone, create, type DescField, type DescMessage, isFieldSet, type MessageShape } from '@bufbuild/protobuf'
import { invalidField } from '../core/errors.ts'

/** From this number on the fields of a resource are the server's to set. */
const OUTPUT_ONLY_FROM = 100

/** What a message looks like to code that knows it by its descriptor alone. */
type Fields = Record<string, unknown>

/** The fields that callers may change; its name is what a resource is found by. */
export function settableFields(desc: DescMessage): DescField[] {
  return desc.fields.filter(({ name, number }) => number < OUTPUT_ONLY_FROM && name !== 'name')
}

/**
 * The paths that a mask stands for: without one all fields that are set, with `*` all fields. Throws INVALID_REQUEST,
 * naming `maskField`, for a path that leads to no field which can be changed.
 */
export function pathsOfMask<Desc extends DescMessage>(
  desc: Desc,
  mask: readonly string[],
  message: MessageShape<Desc>,
  maskField: string,
): string[] {
  const all = settableFields(desc)
  if (mask.length === 0) return all.filter((field) => isFieldSet(message, field)).map(({ name }) => name)
  if (mask.includes('*')) return all.map(({ name }) => name)
  for (const path of mask) {
    if (fieldsOf(desc, path)) continue
    throw invalidField(
      maskField,
      `\`${path}\` is no field that can be changed; there are ${all.map(({ name }) => name).join(', ')}, and fields in them`,
    )
  }
  return [...mask]
}

/** Takes one field over; unset where it is not set in `from`. The path leads to a field of `desc`. */
export function copyPath<Desc extends DescMessage>(
  desc: Desc,
  path: string,
  from: MessageShape<Desc>,
  to: MessageShape<Desc>,
): void {
  const fields = fieldsOf(desc, path) ?? []
  let source: Fields | undefined = clone(desc, from) as Fields
  let place = to as Fields
  for (const { localName, message } of fields.slice(0, -1)) {
    source = source?.[localName] as Fields | undefined
    place[localName] ??= message && create(message)
    place = place[localName] as Fields
  }
  const last = fields.at(-1)
  if (last) setField(last, source, place)
}

/** A copy with the name and what callers may set, and nothing else. */
export function settableOf<Desc extends DescMessage>(desc: Desc, message: MessageShape<Desc>): MessageShape<Desc> {
  const copy = create(desc, { name: (message as Fields).name } as never) as MessageShape<Desc>
  for (const { name } of settableFields(desc)) copyPath(desc, name, message, copy)
  return copy
}

/** Sets a field back to its default. */
export function clearPath<Desc extends DescMessage>(desc: Desc, path: string, message: MessageShape<Desc>): void {
  copyPath(desc, path, create(desc) as MessageShape<Desc>, message)
}

/** Each once, in order, without those that lie in others. */
export function joinPaths(paths: readonly string[]): string[] {
  const outer = paths.filter((path) => !paths.some((other) => isInside(path, other)))
  return [...new Set(outer)].sort()
}

/** The paths without one of them and all that lies in it; a path around it gives way to the rest of what it holds. */
export function withoutPath(desc: DescMessage, paths: readonly string[], removed: string): string[] {
  return joinPaths(
    paths.flatMap((path) => {
      if (path === removed || isInside(path, removed)) return []
      return isInside(removed, path) ? withoutPath(desc, partsOf(desc, path), removed) : [path]
    }),
  )
}

/** Whether a path leads into what another one leads to. */
function isInside(path: string, other: string): boolean {
  return path.startsWith(`${other}.`)
}

function partsOf(desc: DescMessage, path: string): string[] {
  const message = fieldsOf(desc, path)?.at(-1)?.message
  return message ? message.fields.map(({ name }) => `${path}.${name}`) : []
}

/** The fields along a path; undefined when it leads nowhere. Lists, maps and the standard's own messages are one piece. */
function fieldsOf(desc: DescMessage, path: string): DescField[] | undefined {
  const fields: DescField[] = []
  let candidates = settableFields(desc)
  for (const name of path.split('.')) {
    const field = candidates.find((candidate) => candidate.name === name)
    if (!field) return undefined
    fields.push(field)
    candidates = field.fieldKind === 'message' && !isStandard(field.message) ? field.message.fields : []
  }
  return fields
}

function isStandard({ typeName }: DescMessage): boolean {
  return typeName.startsWith('google.protobuf.')
}

function setField(field: DescField, source: Fields | undefined, place: Fields): void {
  const value = source?.[field.localName] ?? (create(field.parent) as Fields)[field.localName]
  if (value === undefined) delete place[field.localName]
  else place[field.localName] = value
}
