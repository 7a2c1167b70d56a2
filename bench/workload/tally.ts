import type { GenerateChatResponse } from '#gen/switchyard/v1/generation_pb.js'
import type { PolicyReport, Tally } from './report.ts'
import { TIERS } from './request.ts'
import type { Task } from './tasks.ts'
import type { OfferedModel } from './workload.ts'

const NANOS = 1e9

export function newTally(): Tally {
  return { requests: 0, cost: 0, belowTier: 0, unable: 0 }
}

/** Counts an answer, and judges whether its model was good enough and able, by what the models' file says of it. */
export function countAnswer(
  report: PolicyReport,
  task: Task,
  { info }: GenerateChatResponse,
  offered: ReadonlyMap<string, OfferedModel>,
): void {
  const model = offered.get(info?.model ?? '')
  if (!model) throw new Error(`${info?.model} answered, which is not among the models.`)
  const { name } = task.kind
  const kind = report.kinds[name] ?? newTally()
  report.kinds[name] = kind
  for (const tally of [report.total, kind]) {
    tally.requests += 1
    tally.cost += Number(info?.cost?.total?.amountNanos ?? 0n) / NANOS
    tally.belowTier += Number(TIERS[model.tier] < TIERS[task.kind.minimum_tier])
    tally.unable += Number(!isAble(model, task))
  }
  report.models[model.name] = (report.models[model.name] ?? 0) + 1
}

function isAble({ capabilities }: OfferedModel, { kind, inputTokens, outputTokens }: Task): boolean {
  if (inputTokens + outputTokens > capabilities.context_window) return false
  return (kind.needs ?? []).every((need) => capabilities[need])
}
