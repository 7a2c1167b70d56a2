import { timestampDate } from '@bufbuild/protobuf/wkt'
import { type RecordedRequest, RequestOutcome } from '#gen/switchyard/v1/usage_report_pb.js'
import { cost, seconds, tokens } from './format.ts'

export const REQUEST_COLUMNS = [
  'TIME',
  'OUTCOME',
  'MODEL',
  'PROVIDER',
  'TRIES',
  'TOKENS',
  'COST',
  'LATENCY',
  'CALLER',
  'ID',
]

/** A request as a row below REQUEST_COLUMNS. */
export function requestCells(request: RecordedRequest): string[] {
  return [
    request.startTime ? timestampDate(request.startTime).toISOString() : '',
    RequestOutcome[request.outcome].toLowerCase(),
    request.model,
    request.provider,
    String(request.attempts.length),
    tokens(request.usage),
    cost(request.cost),
    seconds(request.latency),
    `${request.tenant}/${request.principal}`,
    request.responseId,
  ]
}
