import type { DescMessage } from '@bufbuild/protobuf'
import { UsageError } from './errors.ts'

/** The words of a list with commas. */
export function wordsOf(list: string): string[] {
  return list.split(',').flatMap((word) => word.trim() || [])
}

/** The paths of the fields that are there, for the mask of an update; one that is there without a value is unset by it. */
export function pathsOf(desc: DescMessage, fields: object): string[] {
  return Object.keys(fields).flatMap((name) => desc.field[name]?.name ?? [])
}

export function nothingGiven(): UsageError {
  return new UsageError('Say what is to be changed by one of the options; --help lists them.')
}
