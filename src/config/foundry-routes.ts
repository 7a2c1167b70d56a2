import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import type { Target } from '#gen/switchyard/config/v1/routing_pb.js'
import type { FaultList } from './faults.ts'
import type { FoundryOffer } from './foundry-offer.ts'
import { complainOfTarget } from './names.ts'

/**
 * The paths of all targets by what they lead to, while the providers are still those that people named. A target that
 * leads nowhere is a fault now, and is dropped.
 */
export function collectTargets({ providers, routes }: Config, faults: FaultList): Map<string, string> {
  const paths = new Map<string, string>()
  routes.forEach((route, index) => {
    route.targets = route.targets.filter((target, at) => {
      const path = `routes[${index}].targets[${at}]`
      const complaint = complainOfTarget(providers, target)
      if (complaint) faults.add(`${path}.${complaint.field}`, complaint.message)
      else paths.set(targetKey(target), paths.get(targetKey(target)) ?? `${path}.model`)
      return !complaint
    })
  })
  return paths
}

/** Leads targets to the providers that serve their models now; those that became the same are one. */
export function leadRoutes(config: Config, offer: FoundryOffer, isReplaced: (provider: string) => boolean): void {
  for (const route of config.routes) {
    const seen = new Set<string>()
    route.targets = route.targets.filter((target) => {
      if (isReplaced(target.provider)) target.provider = offer.servedBy(target.model) ?? target.provider
      const key = targetKey(target)
      const isNew = !seen.has(key)
      seen.add(key)
      return isNew
    })
  }
}

export function targetKey({ provider, model }: Pick<Target, 'provider' | 'model'>): string {
  return JSON.stringify([provider, model])
}
