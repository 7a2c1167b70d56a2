import type { DescriptorProto, EnumDescriptorProto, FileDescriptorProto } from '@bufbuild/protobuf/wkt'

/** The comments of a file's definitions, by full name: `package.Message`, `package.Message.field`, `package.Service.Method`. */
export function commentsOf(file: FileDescriptorProto): Map<string, string> {
  const byPath = new Map(
    file.sourceCodeInfo?.location.map(({ path, leadingComments }) => [path.join('.'), oneLine(leadingComments)]),
  )
  return new Map(placesOf(file).map(({ name, path }) => [name, byPath.get(path.join('.')) ?? '']))
}

/** A definition, and where descriptors keep what belongs to it: numbers of fields and indices by turns. */
interface Place {
  readonly name: string
  readonly path: readonly number[]
}

/** Numbers of fields in descriptor.proto. */
const FILE = { message: 4, enum: 5, service: 6 }
const MESSAGE = { field: 2, message: 3, enum: 4, oneof: 8 }
const ENUM = { value: 2 }
const SERVICE = { method: 2 }

function placesOf(file: FileDescriptorProto): Place[] {
  const root = { name: file.package, path: [] }
  return [
    ...within(root, FILE.message, file.messageType).flatMap(([place, message]) => placesOfMessage(place, message)),
    ...within(root, FILE.enum, file.enumType).flatMap(([place, desc]) => placesOfEnum(place, desc)),
    ...within(root, FILE.service, file.service).flatMap(([place, { method }]) => [
      place,
      ...places(place, SERVICE.method, method),
    ]),
  ]
}

function placesOfMessage(place: Place, message: DescriptorProto): Place[] {
  return [
    place,
    ...places(place, MESSAGE.field, message.field),
    ...places(place, MESSAGE.oneof, message.oneofDecl),
    ...within(place, MESSAGE.message, message.nestedType).flatMap(([inner, nested]) => placesOfMessage(inner, nested)),
    ...within(place, MESSAGE.enum, message.enumType).flatMap(([inner, desc]) => placesOfEnum(inner, desc)),
  ]
}

function placesOfEnum(place: Place, desc: EnumDescriptorProto): Place[] {
  return [place, ...places(place, ENUM.value, desc.value)]
}

function places(parent: Place, number: number, members: readonly { readonly name: string }[]): Place[] {
  return within(parent, number, members).map(([place]) => place)
}

function within<Member extends { readonly name: string }>(
  { name, path }: Place,
  number: number,
  members: readonly Member[],
): [Place, Member][] {
  return members.map((member, index) => [{ name: `${name}.${member.name}`, path: [...path, number, index] }, member])
}

function oneLine(comment: string): string {
  return comment.trim().replaceAll(/\s+/g, ' ')
}
