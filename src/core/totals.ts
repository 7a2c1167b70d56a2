import type { Cost, Usage } from '#gen/switchyard/v1/usage_pb.js'
import type { AttemptRecord } from './call.ts'

/** Usage and cost of all attempts of a call together. */
export function totalsOf(attempts: readonly AttemptRecord[]): { usage: Usage; cost: Cost } {
  const usage: Usage = {
    $typeName: 'switchyard.v1.Usage',
    inputTokens: 0n,
    outputTokens: 0n,
    cacheReadInputTokens: 0n,
    cacheWriteInputTokens: 0n,
    reasoningOutputTokens: 0n,
    estimated: false,
  }
  const total = { $typeName: 'switchyard.v1.Money' as const, currencyCode: 'USD', amountNanos: 0n }
  const cost: Cost = { $typeName: 'switchyard.v1.Cost', total, estimated: false }
  for (const attempt of attempts) {
    if (attempt.usage) addUsage(usage, attempt.usage)
    total.amountNanos += attempt.cost?.total?.amountNanos ?? 0n
    cost.estimated ||= attempt.cost?.estimated ?? false
  }
  return { usage, cost }
}

function addUsage(sum: Usage, usage: Usage): void {
  sum.inputTokens += usage.inputTokens
  sum.outputTokens += usage.outputTokens
  sum.cacheReadInputTokens += usage.cacheReadInputTokens
  sum.cacheWriteInputTokens += usage.cacheWriteInputTokens
  sum.reasoningOutputTokens += usage.reasoningOutputTokens
  sum.estimated ||= usage.estimated
}
