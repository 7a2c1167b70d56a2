import type { Budget as BudgetMessage } from '#gen/switchyard/v1/budget_pb.js'
import type { RateLimit as RateLimitMessage } from '#gen/switchyard/v1/rate_limit_pb.js'
import type { Directory } from './access/directory.ts'
import { budgetOf } from './budgets/budget-of.ts'
import { Budgets } from './budgets/budgets.ts'
import { Leases } from './budgets/leases.ts'
import { SpendWatch } from './budgets/spend-watch.ts'
import type { QuotaSettings } from './config/quota-settings.ts'
import type { Settings } from './config/settings.ts'
import type { Clock } from './core/clock.ts'
import { formatMoney, usd } from './core/money.ts'
import { rateLimitOf } from './limits/rate-limit-of.ts'
import { RateLimits } from './limits/rate-limits.ts'
import { SharedLimits } from './limits/shared-limits.ts'
import { budgetKind, rateLimitKind } from './resources/quota-kinds.ts'
import { QuotaResources } from './resources/quota-resources.ts'
import type { ResourceRepository } from './resources/repository.ts'
import type { BudgetMetrics } from './telemetry/budget-metrics.ts'
import { describeFault, type Logger } from './telemetry/log.ts'
import type { BudgetLeases } from './usage/leases.ts'
import type { LimitExchange } from './usage/limit-exchange.ts'
import type { Spend } from './usage/spend.ts'

/** Budgets and rate limits: what is kept of them, and what is in force. */
export interface Quotas {
  readonly clock: Clock
  readonly budgets: Budgets
  readonly rateLimits: RateLimits
  readonly storedBudgets: QuotaResources<BudgetMessage>
  readonly storedRateLimits: QuotaResources<RateLimitMessage>
  /** Takes over what the file says now. */
  takeFile(settings: QuotaSettings): Promise<void>
  /** Takes over what other processes stored and spent. Rejects with STORE_UNAVAILABLE. */
  refresh(): Promise<void>
  /** Ends what goes on in the background, and gives back what is leased and not used. Never rejects. */
  close(): Promise<void>
}

export interface QuotasOptions {
  readonly repository: ResourceRepository
  readonly spend: Spend
  /** Whose time zones count for budgets that name none. */
  readonly tenants: Pick<Directory, 'tenant' | 'onTenantsChanged'>
  /** Where replicas share the store, so that hard budgets hold for all of them together. */
  readonly leases?: BudgetLeases | undefined
  /** The same for rate limits. */
  readonly limits?: LimitExchange | undefined
  /** False while the store cannot be reached yet: what is stored is then taken over by `refresh`. */
  readonly isReadable: boolean
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: BudgetMetrics
}

/** Reads what is stored, and what was spent, if the store is there. Rejects with STORE_UNAVAILABLE. */
export async function openQuotas({ quotas, store }: Settings, options: QuotasOptions): Promise<Quotas> {
  const leases = options.leases && new Leases({ store: options.leases, clock: options.clock })
  const sharedLimits = options.limits && sharedLimitsOf(options.limits, options)
  const { spendWatch, ...opened } = createQuotas(options, store.shared, { leases, sharedLimits })
  if (options.isReadable) {
    await opened.takeFile(quotas)
    await opened.storedRateLimits.refresh()
    await opened.storedBudgets.refresh()
  } else await opened.takeFile(quotas).catch(() => {})
  leases?.start()
  await sharedLimits?.look()
  sharedLimits?.start()
  if (store.shared) spendWatch.start()
  const close = async () => {
    spendWatch.stop()
    await Promise.all([leases?.close(), sharedLimits?.close()])
  }
  return { ...opened, close }
}

/** What holds budgets and limits together with other replicas; undefined: there are none. */
interface Together {
  readonly leases: Leases | undefined
  readonly sharedLimits: SharedLimits | undefined
}

function createQuotas(options: QuotasOptions, shared: boolean, { leases, sharedLimits }: Together) {
  const { repository, spend, tenants, clock, logger, metrics } = options
  const budgets = new Budgets({ clock, spend, observer: budgetJournal(metrics, logger), leases })
  const rateLimits = new RateLimits(clock, { refused: ({ name }) => metrics.limitRefused(name) }, sharedLimits)
  const zoneOf = (tenant: string) => tenants.tenant(tenant)?.timeZone ?? ''
  const storedBudgets = new QuotaResources({
    kind: budgetKind,
    repository,
    apply: (messages) => {
      metrics.keepBudgets(namesOf(messages))
      return budgets.replace(messages.map((message) => budgetOf(message, zoneOf)))
    },
    incomplete(error) {
      logger.error({ fault: describeFault(error) }, 'what was spent of new budgets could not be read')
      spendWatch.start()
    },
  })
  const storedRateLimits = new QuotaResources({
    kind: rateLimitKind,
    repository,
    apply: async (messages) => {
      metrics.keepLimits(namesOf(messages))
      rateLimits.replace(messages.map(rateLimitOf))
    },
  })
  const readSpend = () => storedBudgets.whenIdle(() => budgets.refresh())
  const spendWatch = new SpendWatch({
    clock,
    shared,
    read: readSpend,
    failed: (error) => logger.warn({ fault: describeFault(error) }, 'budgets are not up to date'),
  })
  tenants.onTenantsChanged(() => storedBudgets.again())
  metrics.show(() => readingsOf(budgets, clock))
  return {
    clock,
    budgets,
    rateLimits,
    storedBudgets,
    storedRateLimits,
    spendWatch,
    async takeFile(settings: QuotaSettings) {
      await storedRateLimits.takeFile(settings.rateLimits)
      await storedBudgets.takeFile(settings.budgets)
    },
    async refresh() {
      await storedRateLimits.refresh()
      await storedBudgets.refresh()
      await readSpend()
    },
  }
}

function namesOf(quotas: readonly { readonly name: string }[]): ReadonlySet<string> {
  return new Set(quotas.map(({ name }) => name))
}

function readingsOf(budgets: Budgets, clock: Clock) {
  return [...budgets.accounts].map((account) => ({
    name: account.budget.name,
    spentNanos: account.spentAt(clock.now()),
    limitNanos: account.budget.amountNanos,
  }))
}

function sharedLimitsOf(store: LimitExchange, { clock, logger, metrics }: QuotasOptions): SharedLimits {
  return new SharedLimits({
    store,
    clock,
    observer: {
      apart(replicas) {
        metrics.limitsApart(true)
        logger.warn({ replicas }, 'replicas cannot tell each other what they take of rate limits: each holds its part')
      },
      together() {
        metrics.limitsApart(false)
        logger.info('replicas hold rate limits together again')
      },
    },
  })
}

function budgetJournal(metrics: BudgetMetrics, logger: Logger) {
  return {
    refused: ({ name }: { readonly name: string }) => metrics.budgetRefused(name),
    softReached({ name, amountNanos }: { readonly name: string; readonly amountNanos: bigint }, spentNanos: bigint) {
      const amounts = { spent: formatMoney(usd(spentNanos)), amount: formatMoney(usd(amountNanos)) }
      logger.warn({ budget: name, ...amounts }, 'a budget is nearly or wholly used up')
    },
  }
}
