import { type JsonValue, toJson } from '@bufbuild/protobuf'
import { timestampMs } from '@bufbuild/protobuf/wkt'
import { type AnswerInfo, AnswerInfoSchema } from '#gen/switchyard/v1/usage_pb.js'

/** All there is to know about an answer, as the contract tells it: cost, provider, attempts, warnings and the rest. */
export function infoJson(info: AnswerInfo, warnings: readonly string[]): JsonValue {
  const told = warnings.length === 0 ? info : { ...info, warnings: [...info.warnings, ...warnings] }
  return toJson(AnswerInfoSchema, told, { useProtoFieldName: true })
}

/** When an answer began, seconds since 1970. */
export function createdOf({ createTime }: Pick<AnswerInfo, 'createTime'>): number {
  return createTime ? Math.floor(timestampMs(createTime) / 1000) : 0
}
