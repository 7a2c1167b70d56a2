import type { Budget as BudgetMessage } from '#gen/switchyard/v1/budget_pb.js'
import { BudgetWindow } from '#gen/switchyard/v1/quota_pb.js'
import { subjectOf } from '../core/subject.ts'
import type { Budget } from './budget.ts'
import type { WindowLength } from './window.ts'

const WINDOWS: Readonly<Record<BudgetWindow, WindowLength>> = {
  [BudgetWindow.UNSPECIFIED]: 'month',
  [BudgetWindow.HOUR]: 'hour',
  [BudgetWindow.DAY]: 'day',
  [BudgetWindow.WEEK]: 'week',
  [BudgetWindow.MONTH]: 'month',
  [BudgetWindow.LIFETIME]: 'lifetime',
}

const DEFAULT_SOFT_PERCENT = 80

/** A budget as the contract tells it, with its defaults filled in. */
export function budgetOf(message: BudgetMessage): Budget {
  const { name, subject, window, timeZone, amount, softPercent = DEFAULT_SOFT_PERCENT, hard } = message
  const amountNanos = amount?.amountNanos ?? 0n
  return {
    name,
    subject: subjectOf(subject),
    window: WINDOWS[window],
    timeZone: timeZone || 'UTC',
    amountNanos,
    softNanos: softPercent === 0 ? undefined : (amountNanos * BigInt(softPercent)) / 100n,
    hard,
  }
}
