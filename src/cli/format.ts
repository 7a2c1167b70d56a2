import { type Duration, durationMs } from '@bufbuild/protobuf/wkt'
import type { Cost, Usage } from '#gen/switchyard/v1/usage_pb.js'
import { formatMoney } from '../core/money.ts'

/** `0.84 s`; empty when there is none. */
export function seconds(duration: Duration | undefined): string {
  return duration ? `${(durationMs(duration) / 1000).toFixed(2)} s` : ''
}

/** `$0.000123`, with a mark when it is a guess; `unknown` when there is none. */
export function cost(value: Cost | undefined): string {
  if (!value?.total) return 'cost unknown'
  return value.estimated ? `about ${formatMoney(value.total)}` : formatMoney(value.total)
}

/** `12 in, 40 out`, with a mark when it is a guess. */
export function tokens(usage: Usage | undefined): string {
  if (!usage) return 'tokens unknown'
  return `${usage.estimated ? 'about ' : ''}${usage.inputTokens} in, ${usage.outputTokens} out`
}
