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

/** The time zone of a tenant; empty: it has none of its own. */
export type ZoneOfTenant = (tenant: string) => string

/** A budget as the contract tells it, with its defaults filled in. Its days are those of its tenant where it says nothing else. */
export function budgetOf(message: BudgetMessage, zoneOf: ZoneOfTenant): Budget {
  const { name, subject, window, timeZone, amount, softPercent = DEFAULT_SOFT_PERCENT, hard } = message
  const amountNanos = amount?.amountNanos ?? 0n
  return {
    name,
    subject: subjectOf(subject),
    window: WINDOWS[window],
    timeZone: timeZone || zoneOf(subject?.tenant ?? '') || 'UTC',
    amountNanos,
    softNanos: softPercent === 0 ? undefined : (amountNanos * BigInt(softPercent)) / 100n,
    hard,
  }
}
