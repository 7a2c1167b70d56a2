import { type AnyDesc, type DescFile, type DescMessage, type DescService, toBinary } from '@bufbuild/protobuf'
import { nestedTypes } from '@bufbuild/protobuf/reflect'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import { file_google_rpc_error_details } from '#gen/google/rpc/error_details_pb.js'
import { file_google_rpc_status } from '#gen/google/rpc/status_pb.js'
import type { ServerReflectionRequest } from '#gen/grpc/reflection/v1/reflection_pb.js'
import { StatusCode } from '../../core/status.ts'

/** A question of `grpc.reflection`; v1 and v1alpha ask the same ones. */
export type ReflectionQuestion = ServerReflectionRequest['messageRequest']

/** The answer, as initialiser of a response of either version. */
export type ReflectionAnswer =
  | { case: 'listServicesResponse'; value: { service: { name: string }[] } }
  | { case: 'fileDescriptorResponse'; value: { fileDescriptorProto: Uint8Array[] } }
  | { case: 'allExtensionNumbersResponse'; value: { baseTypeName: string; extensionNumber: number[] } }
  | { case: 'errorResponse'; value: { errorCode: number; errorMessage: string } }

/** What errors carry: no method names these types, and a client needs them to show an error in clear. */
const errorFiles = [file_google_rpc_status, file_google_rpc_error_details]

/** Answers questions about the services and the details of errors: their files and all that these import. */
export class DescriptorIndex {
  readonly #services: readonly string[]
  readonly #files = new Map<string, DescFile>()
  readonly #symbols = new Map<string, DescFile>()
  /** By the extended message, then by number. */
  readonly #extensions = new Map<string, Map<number, DescFile>>()
  readonly #encoded = new Map<DescFile, Uint8Array>()

  constructor(services: readonly DescService[]) {
    this.#services = services.map(({ typeName }) => typeName)
    for (const file of [...services.map(({ file }) => file), ...errorFiles]) this.#add(file)
  }

  answer(question: ReflectionQuestion): ReflectionAnswer {
    switch (question.case) {
      case 'listServices':
        return { case: 'listServicesResponse', value: { service: this.#services.map((name) => ({ name })) } }
      case 'fileByFilename':
        return this.#fileAnswer(this.#files.get(question.value), question.value)
      case 'fileContainingSymbol':
        return this.#fileAnswer(this.#symbols.get(question.value.replace(/^\./, '')), question.value)
      case 'fileContainingExtension': {
        const { containingType, extensionNumber } = question.value
        const file = this.#extensions.get(containingType)?.get(extensionNumber)
        return this.#fileAnswer(file, `${containingType}:${extensionNumber}`)
      }
      case 'allExtensionNumbersOfType':
        return this.#extensionNumbers(question.value)
      default:
        return refusal(StatusCode.INVALID_ARGUMENT, 'The request asks nothing.')
    }
  }

  #extensionNumbers(baseTypeName: string): ReflectionAnswer {
    if (!this.#symbols.has(baseTypeName)) return notFound(baseTypeName)
    const extensionNumber = [...(this.#extensions.get(baseTypeName)?.keys() ?? [])]
    return { case: 'allExtensionNumbersResponse', value: { baseTypeName, extensionNumber } }
  }

  /** The file and, after it, all that it imports, so that the asker needs no second question. */
  #fileAnswer(file: DescFile | undefined, asked: string): ReflectionAnswer {
    if (!file) return notFound(asked)
    const fileDescriptorProto = [...withImports(file)].map((each) => this.#encode(each))
    return { case: 'fileDescriptorResponse', value: { fileDescriptorProto } }
  }

  #encode(file: DescFile): Uint8Array {
    let bytes = this.#encoded.get(file)
    if (!bytes) {
      bytes = toBinary(FileDescriptorProtoSchema, file.proto)
      this.#encoded.set(file, bytes)
    }
    return bytes
  }

  #add(root: DescFile): void {
    for (const file of withImports(root)) {
      if (this.#files.has(file.proto.name)) continue
      this.#files.set(file.proto.name, file)
      for (const desc of nestedTypes(file)) {
        for (const name of namesOf(desc)) this.#symbols.set(name, file)
        if (desc.kind === 'extension') this.#addExtension(desc.extendee, desc.number, file)
      }
    }
  }

  #addExtension(extended: DescMessage, number: number, file: DescFile): void {
    const numbers = this.#extensions.get(extended.typeName) ?? new Map<number, DescFile>()
    this.#extensions.set(extended.typeName, numbers.set(number, file))
  }
}

/** A type's own full name, and those of its methods, fields, oneofs or values. */
function namesOf(desc: AnyDesc): string[] {
  switch (desc.kind) {
    case 'message':
      return [desc.typeName, ...[...desc.fields, ...desc.oneofs].map(({ name }) => `${desc.typeName}.${name}`)]
    case 'enum': {
      // The values of an enum are its siblings, not its children.
      const scope = desc.typeName.slice(0, desc.typeName.length - desc.name.length)
      return [desc.typeName, ...desc.values.map(({ name }) => `${scope}${name}`)]
    }
    case 'service':
      return [desc.typeName, ...desc.methods.map(({ name }) => `${desc.typeName}.${name}`)]
    case 'extension':
      return [desc.typeName]
    default:
      return []
  }
}

function withImports(file: DescFile, found: Set<DescFile> = new Set()): Set<DescFile> {
  if (found.has(file)) return found
  found.add(file)
  for (const dependency of file.dependencies) withImports(dependency, found)
  return found
}

function notFound(asked: string): ReflectionAnswer {
  return refusal(StatusCode.NOT_FOUND, `This server knows nothing of ${asked.slice(0, 256)}.`)
}

function refusal(errorCode: StatusCode, errorMessage: string): ReflectionAnswer {
  return { case: 'errorResponse', value: { errorCode, errorMessage } }
}
