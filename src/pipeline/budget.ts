import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Usage } from '#gen/switchyard/v1/usage_pb.js'
import type { BudgetAccount } from '../budgets/budget-account.ts'
import type { Budgets } from '../budgets/budgets.ts'
import { Reservation } from '../budgets/reservation.ts'
import { type Answer, afterEnd } from '../core/answer.ts'
import type { Allowance, TargetedCall } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import { CHARACTERS_PER_TOKEN, estimateUsage } from '../core/usage-estimate.ts'
import type { Prices } from '../usage/prices.ts'
import type { Next, TargetMiddleware } from './middleware.ts'

export interface BudgetOptions {
  readonly clock: Clock
  /** Left out: there are none, and nothing is looked up. */
  readonly budgets?: Budgets
  readonly prices: Prices
}

/** Output that is paid for in advance where the caller does not bound it; a stream pays for more as it goes on. */
const UNBOUNDED_OUTPUT_TOKENS = 4096

/** How many times as long as usual its tokens may be before a bounded stream counts as one that passes its bound. */
const PATIENCE = 4

/** Output that a stream which goes on beyond what was paid for pays at a time. */
const STEP_TOKENS = 256

/**
 * Keeps enough of every budget that an attempt is charged to for the worst that it may cost, before anything is sent, and
 * charges what it did cost when it has ended, however it has. It stands within the retries, so that every attempt is held to
 * what is left then; the route goes on to its next target, which may be cheaper, or charged to something else. An attempt
 * that meets no budget passes without a promise of its own.
 */
export function budget(options: BudgetOptions): TargetMiddleware[] {
  const { budgets } = options
  if (!budgets) return []
  const charge: TargetMiddleware = (call, next) => {
    const accounts = budgets.accountsOf(call, call.target)
    return accounts ? charged(call, next, accounts, options) : next(call)
  }
  return [charge]
}

async function charged(
  call: TargetedCall,
  next: Next<TargetedCall>,
  accounts: readonly BudgetAccount[],
  options: BudgetOptions,
): Promise<Answer> {
  const { clock } = options
  const worst = worstUsage(call)
  const reserved = highestCost(worst, call, options)
  const taken = Reservation.take(accounts, reserved, clock)
  // What is there is taken at once; only what is leased of the store may be waited for.
  const reservation =
    taken instanceof Reservation ? taken : await Reservation.later(accounts, reserved, clock, call.signal)
  if (!(reservation instanceof Reservation)) throw exceeded(reservation, clock)
  if (reserved === 0n) warnOfUnknownPrice(call, accounts, options)
  const before = call.journal.attempts.length
  const settle = () => {
    const attempt = call.journal.attempts.slice(before).at(-1)
    const nanos = attempt ? (options.prices.costOf(attempt).total?.amountNanos ?? 0n) : 0n
    const paid = { attemptId: attempt?.id, nanos, startTime: attempt?.startTime ?? clock.now() }
    warn(call, reservation.settle(paid))
  }
  try {
    const answer = await next(
      call.streaming ? { ...call, allowance: allowanceOf(worst, call, reservation, options) } : call,
    )
    return afterEnd(answer, (outcome) => {
      settle()
      return outcome
    })
  } catch (thrown) {
    settle()
    throw thrown
  }
}

function worstUsage(call: TargetedCall): Usage {
  const usage = estimateUsage(call.request, 0)
  if (!call.embedding) usage.outputTokens = BigInt(call.request.options?.maxOutputTokens ?? UNBOUNDED_OUTPUT_TOKENS)
  return usage
}

function costOf(usage: Usage, { target }: TargetedCall, { clock, prices }: BudgetOptions): bigint {
  const cost = prices.costOf({ target, reportedModel: undefined, usage, startTime: clock.now() })
  return cost.total?.amountNanos ?? 0n
}

/** Tokens that a vendor writes to its cache, and those of reasoning, may cost more than others. */
function highestCost(worst: Usage, call: TargetedCall, options: BudgetOptions): bigint {
  const { inputTokens, outputTokens } = worst
  const plain: bigint = costOf(worst, call, options)
  const special = { ...worst, cacheWriteInputTokens: inputTokens, reasoningOutputTokens: outputTokens }
  const other: bigint = costOf(special, call, options)
  return other > plain ? other : plain
}

/** What is paid for of a stream, by an estimate of its tokens. Where the caller bounds them, its provider counts them. */
function allowanceOf(worst: Usage, call: TargetedCall, reservation: Reservation, options: BudgetOptions): Allowance {
  let paid = worst
  const patience = call.request.options?.maxOutputTokens === undefined ? 1 : PATIENCE
  const allowance: Allowance = {
    characters: Number(worst.outputTokens) * CHARACTERS_PER_TOKEN * patience,
    async extend() {
      const more = { ...paid, outputTokens: paid.outputTokens + BigInt(STEP_TOKENS) }
      const nanos = costOf(more, call, options) - costOf(paid, call, options)
      const short = await reservation.extendLater(nanos, call.signal)
      if (short) throw exceeded(short, options.clock)
      paid = more
      allowance.characters += STEP_TOKENS * CHARACTERS_PER_TOKEN
    },
  }
  return allowance
}

function exceeded(account: BudgetAccount, clock: Clock): GatewayError {
  account.refuse()
  const { name } = account.budget
  const { end } = account.windowAt(clock.now())
  const resetsAt = end === Infinity ? '' : new Date(end).toISOString()
  const when = resetsAt === '' ? 'It does not begin anew.' : `It begins anew at ${resetsAt}.`
  const message = `The budget "${name}" has too little left for what this may cost. ${when}`
  return new GatewayError(ErrorReason.BUDGET_EXCEEDED, message, {
    metadata: resetsAt === '' ? { budget: name } : { budget: name, resets_at: resetsAt },
    quota: [{ subject: `budgets/${name}`, description: message }],
  })
}

function warn({ journal }: TargetedCall, accounts: readonly BudgetAccount[]): void {
  for (const { budget } of accounts) {
    const warning = `The budget "${budget.name}" is nearly or wholly used up.`
    if (!journal.warnings.includes(warning)) journal.warnings.push(warning)
  }
}

function warnOfUnknownPrice(call: TargetedCall, accounts: readonly BudgetAccount[], options: BudgetOptions): void {
  const { journal, target } = call
  if (!accounts.some(({ budget }) => budget.hard) || options.prices.priceOf(target, options.clock.now())) return
  const warning = `The price of ${target.name} is not known, so that no budget can hold it.`
  if (!journal.warnings.includes(warning)) journal.warnings.push(warning)
}
