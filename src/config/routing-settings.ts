import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import {
  type Route,
  Balance as RouteBalance,
  type SelectionPolicy,
  type Target,
} from '#gen/switchyard/config/v1/routing_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import type { FaultList } from './faults.ts'
import { type HedgeSettings, toHedge } from './hedge-settings.ts'

export interface RouteSettings {
  readonly name: string
  readonly targets: readonly RouteTargetSettings[]
  readonly balance: BalanceName
  /** `session_id`, or the name of a label. */
  readonly stickyKey: string
  readonly contentFilterFallback: boolean
  /** Undefined: never. */
  readonly hedge: HedgeSettings | undefined
}

export interface RouteTargetSettings {
  /** A provider's configured name. */
  readonly provider: string
  /** A model's configured name at that provider. */
  readonly model: string
  readonly weight: number
  readonly priority: number
}

export type BalanceName = 'ordered' | 'weighted' | 'least_busy' | 'latency' | 'sticky'

/** How a model is chosen for calls that name none. */
export interface SelectionSettings {
  readonly text: SelectionPolicySettings
  readonly chat: SelectionPolicySettings
}

export interface SelectionPolicySettings {
  readonly tier: Tier
  readonly taskType: string
  /** Configured names. */
  readonly preferredProviders: readonly string[]
  /** Only those that are set; the others have defaults of their own. */
  readonly weights: Readonly<Partial<Record<WeightName, number>>>
}

export type WeightName =
  | 'tier'
  | 'task_type'
  | 'reliability'
  | 'preferred_provider'
  | 'default_model'
  | 'price'
  | 'latency'
  | 'order'

const BALANCES: Readonly<Record<RouteBalance, BalanceName | undefined>> = {
  [RouteBalance.UNSPECIFIED]: undefined,
  [RouteBalance.ORDERED]: 'ordered',
  [RouteBalance.WEIGHTED]: 'weighted',
  [RouteBalance.LEAST_BUSY]: 'least_busy',
  [RouteBalance.LATENCY]: 'latency',
  [RouteBalance.STICKY]: 'sticky',
}

export function toRoutes(routes: readonly Route[], faults: FaultList): RouteSettings[] {
  return routes.map((route, index) => {
    checkRoute(route, `routes[${index}]`, faults)
    return {
      name: route.name,
      targets: route.targets.map(toTarget),
      balance: BALANCES[route.balance] ?? (route.targets.some(isWeighed) ? 'weighted' : 'ordered'),
      stickyKey: route.stickyKey || 'session_id',
      contentFilterFallback: route.contentFilterFallback,
      hedge: toHedge(route.hedge, `routes[${index}].hedge`, faults),
    }
  })
}

export function toSelection(selection: Config['selection']): SelectionSettings {
  return { text: toPolicy(selection?.text), chat: toPolicy(selection?.chat) }
}

function toTarget({ provider, model, weight = 1, priority = 0 }: Target): RouteTargetSettings {
  return { provider, model, weight, priority }
}

function isWeighed({ weight, priority }: Target): boolean {
  return weight !== undefined || priority !== undefined
}

/** What is set and would do nothing was meant otherwise. */
function checkRoute({ balance, stickyKey, targets }: Route, path: string, faults: FaultList): void {
  if (stickyKey !== '' && balance !== RouteBalance.STICKY) {
    faults.add(`${path}.sticky_key`, 'has a meaning only with `balance: sticky`')
  }
  const at = balance === RouteBalance.ORDERED ? targets.findIndex(({ weight }) => weight !== undefined) : -1
  if (at !== -1) faults.add(`${path}.targets[${at}].weight`, 'has no meaning with `balance: ordered`')
}

function toPolicy(policy: SelectionPolicy | undefined): SelectionPolicySettings {
  return {
    tier: policy?.tier ?? Tier.UNSPECIFIED,
    taskType: policy?.taskType ?? '',
    preferredProviders: policy?.preferredProviders ?? [],
    weights: toWeights(policy?.weights),
  }
}

function toWeights(weights: SelectionPolicy['weights']): SelectionPolicySettings['weights'] {
  const named: Readonly<Record<WeightName, number | undefined>> = {
    tier: weights?.tier,
    task_type: weights?.taskType,
    reliability: weights?.reliability,
    preferred_provider: weights?.preferredProvider,
    default_model: weights?.defaultModel,
    price: weights?.price,
    latency: weights?.latency,
    order: weights?.order,
  }
  return Object.fromEntries(Object.entries(named).filter(([, weight]) => weight !== undefined))
}
