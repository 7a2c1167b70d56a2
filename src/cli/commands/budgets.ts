import { create, toJsonString } from '@bufbuild/protobuf'
import { timestampDate } from '@bufbuild/protobuf/wkt'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { type Budget, BudgetSchema, ListBudgetsResponseSchema } from '#gen/switchyard/v1/budget_pb.js'
import { BudgetWindow } from '#gen/switchyard/v1/quota_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { formatMoney, parseDecimal, usd } from '../../core/money.ts'
import { describeSubject, subjectOf } from '../../core/subject.ts'
import type { GlobalOptions } from '../global-options.ts'
import type { SubjectOption } from '../quota-commands.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { allPages, TIMEOUT, withClient } from '../with-client.ts'

interface BudgetOptions extends GlobalOptions {
  readonly of?: SubjectOption
  readonly amount?: string
  readonly window?: string
  readonly timeZone?: string
  readonly softPercent?: number
  readonly hard?: boolean
  readonly etag?: string
  readonly validateOnly?: boolean
}

/** Lists all budgets that the caller may see. */
export function listBudgets(terminal: Terminal, options: GlobalOptions): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const budgets = await allPages(async (request) => {
      const { budgets: items, nextPageToken } = await client.unary(AdminService.method.listBudgets, request, TIMEOUT)
      return { items, nextPageToken }
    })
    if (options.output === 'text') return asTable(budgets)
    return toJsonString(ListBudgetsResponseSchema, create(ListBudgetsResponseSchema, { budgets }), { prettySpaces: 2 })
  })
}

/** Makes a budget. */
export function createBudget(terminal: Terminal, options: BudgetOptions, [name = '']: string[]): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const request = { budget: asked(name, options).budget, validateOnly: options.validateOnly ?? false }
    const { budget } = await client.unary(AdminService.method.createBudget, request, TIMEOUT)
    return show(budget, options)
  })
}

/** Changes what the options name. */
export function updateBudget(terminal: Terminal, options: BudgetOptions, [name = '']: string[]): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const { budget, paths } = asked(name, options)
    const request = { budget, updateMask: { paths }, validateOnly: options.validateOnly ?? false }
    const changed = await client.unary(AdminService.method.updateBudget, request, TIMEOUT)
    return show(changed.budget, options)
  })
}

/** Deletes a budget. */
export function deleteBudget(terminal: Terminal, options: BudgetOptions, [name = '']: string[]): Promise<number> {
  return withClient(terminal, options, async (client) => {
    await client.unary(AdminService.method.deleteBudget, { name, etag: options.etag ?? '' }, TIMEOUT)
    return options.output === 'json' ? '{}' : `${name} is deleted.`
  })
}

/** The budget that the options describe, and the fields that they set. */
function asked(name: string, options: BudgetOptions): { readonly budget: Budget; readonly paths: string[] } {
  const { of, amount, window, timeZone, softPercent, hard, etag = '' } = options
  const fields = {
    ...(of && { subject: subjectOf({ $typeName: 'switchyard.v1.QuotaSubject', ...subjectOf(undefined), ...of }) }),
    ...(amount !== undefined && { amount: usd(parseDecimal(amount)) }),
    ...(window !== undefined && { window: BudgetWindow[window.toUpperCase() as keyof typeof BudgetWindow] }),
    ...(timeZone !== undefined && { timeZone }),
    ...(softPercent !== undefined && { softPercent }),
    ...(hard !== undefined && { hard }),
  }
  const paths = Object.keys(fields).map((field) => BudgetSchema.field[field as keyof typeof fields].name)
  return { budget: create(BudgetSchema, { name, etag, ...fields }), paths }
}

function show(budget: Budget | undefined, { output }: GlobalOptions): string {
  const shown = budget ?? create(BudgetSchema)
  return output === 'json' ? toJsonString(BudgetSchema, shown, { prettySpaces: 2 }) : asTable([shown])
}

function asTable(budgets: readonly Budget[]): string {
  return table([
    ['BUDGET', 'OF', 'WINDOW', 'AMOUNT', 'SPENT', 'RESERVED', 'HARD', 'BEGINS ANEW', 'FROM', 'ETAG'],
    ...budgets.map((budget) => [
      budget.name,
      describeSubject(subjectOf(budget.subject)),
      windowOf(budget),
      budget.amount ? formatMoney(budget.amount) : '',
      budget.spent ? formatMoney(budget.spent) : '',
      budget.reserved ? formatMoney(budget.reserved) : '',
      budget.hard ? 'yes' : 'no',
      budget.windowEnd ? timestampDate(budget.windowEnd).toISOString() : '',
      budget.origin === Origin.FILE ? 'file' : 'api',
      budget.etag,
    ]),
  ])
}

function windowOf({ window, timeZone }: Budget): string {
  const length = BudgetWindow[window || BudgetWindow.MONTH].toLowerCase()
  return timeZone === '' ? length : `${length} (${timeZone})`
}
