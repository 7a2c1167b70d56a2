import type { DescField, DescMessage } from '@bufbuild/protobuf'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError, invalidField } from '../../core/errors.ts'

/**
 * What the parser of JSON says about a body: which type it could not read, and which key that type does not have.
 * Whatever else it says may be a part of a prompt and must not be repeated, and so may a key that is no identifier.
 */
const COMPLAINT = /^cannot decode (field|enum|message) ([\w.]+) from JSON: (?:key "([A-Za-z_]\w{0,63})" is unknown$)?/

/** The error of a caller whose request is no message of this type, by what the parser said. Names the field if it can. */
export function unreadableRequest(complaint: string, request: DescMessage): GatewayError {
  const [, kind = '', type = '', key] = COMPLAINT.exec(complaint) ?? []
  const paths = pathsOf(kind, type, request)
  const field = fieldAmong(key === undefined ? paths : paths.map((path) => (path === '' ? key : `${path}.${key}`)))
  if (!field) {
    return new GatewayError(ErrorReason.INVALID_REQUEST, 'The request body cannot be read as a message of this method.')
  }
  if (key !== undefined) return invalidField(field, `${type} has no such field`)
  return invalidField(field, kind === 'enum' ? `value must be one of ${type}` : 'value cannot be read as of its type')
}

/** The parser does not say where it was: of several places only the name that they have in common is certain. */
function fieldAmong(paths: readonly string[]): string | undefined {
  const names = new Set(paths.length === 1 ? paths : paths.map((path) => path.slice(path.lastIndexOf('.') + 1)))
  const [name] = names
  return names.size === 1 ? name : undefined
}

/** Where in a request such a field, enum or message can stand; the request itself is at "". */
function pathsOf(kind: string, type: string, request: DescMessage): string[] {
  const places = [...placesIn(request)].filter(({ field }) => typeOf(field, kind) === type)
  const found = places.map(({ path, itemPath }) => (kind === 'field' ? path : itemPath))
  return kind === 'message' && type === request.typeName ? ['', ...found] : found
}

function typeOf(field: DescField, kind: string): string | undefined {
  if (kind === 'field') return `${field.parent.typeName}.${field.name}`
  return kind === 'enum' ? field.enum?.typeName : field.message?.typeName
}

interface Place {
  /** For example `options.stop`. */
  readonly path: string
  /** The path of what is in the field, for example `messages[]`: the index in a list, or key in a map, is not known. */
  readonly itemPath: string
  readonly field: DescField
}

/** Every field, at any depth, of a message; a message within itself is not entered again. */
function* placesIn(message: DescMessage, before = '', around: readonly DescMessage[] = []): Generator<Place> {
  if (around.includes(message)) return
  for (const field of message.fields) {
    const path = `${before}${field.name}`
    const itemPath = field.fieldKind === 'list' || field.fieldKind === 'map' ? `${path}[]` : path
    yield { path, itemPath, field }
    if (field.message) yield* placesIn(field.message, `${itemPath}.`, [...around, message])
  }
}
