import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import {
  createFileRegistry,
  type DescEnum,
  type DescEnumValue,
  type DescField,
  type DescMessage,
  type DescMethod,
  type DescOneof,
  type DescService,
  type FileRegistry,
  fromBinary,
} from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { commentsOf } from './comments.ts'

type Definition = DescMessage | DescField | DescOneof | DescEnum | DescEnumValue | DescService | DescMethod

/** All of `proto/`, with its comments. */
export interface Contract {
  readonly registry: FileRegistry
  /** In one line; empty where there is none. */
  commentOf(definition: Definition): string
}

/** Reads the contract as it stands. */
export function readContract(): Contract {
  if (!existsSync('build/proto')) execFileSync(process.execPath, ['scripts/collect-proto-dependencies.ts'])
  const words = ['build', '--as-file-descriptor-set', '--output', '-']
  const image = execFileSync('node_modules/.bin/buf', words, { maxBuffer: 64 * 1024 * 1024 })
  const files = fromBinary(FileDescriptorSetSchema, image)
  const comments = new Map(files.file.flatMap((file) => [...commentsOf(file)]))
  return {
    registry: createFileRegistry(files),
    commentOf: (definition) => comments.get(nameOf(definition)) ?? '',
  }
}

function nameOf(definition: Definition): string {
  if ('typeName' in definition) return definition.typeName
  return `${definition.parent.typeName}.${definition.name}`
}
