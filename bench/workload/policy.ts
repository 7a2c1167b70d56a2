import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { hinted, type Options } from './request.ts'
import type { Task } from './tasks.ts'
import type { OfferedProvider } from './workload.ts'

/** One way of choosing models for the whole workload. */
export interface Policy {
  readonly name: string
  readonly title: string
  /**
   * `standard`: nothing is configured. `careful`: callers who say nothing get a premium model. `thrifty`: so they do,
   * and a lower price counts more than being the default model.
   */
  readonly gateway: 'standard' | 'careful' | 'thrifty'
  readonly options: (task: Task) => Options
}

const silent: Options = {}

export function policiesFor(providers: readonly OfferedProvider[]): Policy[] {
  const premium = providers.flatMap(({ models }) => models.filter(({ tier }) => tier === 'premium'))
  return [
    ...premium.map(
      ({ name }): Policy => ({
        name: `all-${name}`,
        title: `${name} for all`,
        gateway: 'standard',
        options: () => ({ model: name }),
      }),
    ),
    {
      name: 'balanced',
      title: 'a balanced model for all',
      gateway: 'standard',
      options: () => ({ tier: Tier.BALANCED }),
    },
    { name: 'automatic', title: 'automatic, every caller gives hints', gateway: 'careful', options: hinted },
    { name: 'thrifty', title: 'automatic, hints, no weight on the default', gateway: 'thrifty', options: hinted },
    {
      name: 'half-hinted',
      title: 'automatic, every second caller gives hints',
      gateway: 'careful',
      options: (task) => (task.number % 2 === 0 ? hinted(task) : silent),
    },
    { name: 'unhinted', title: 'automatic, no hints, premium by policy', gateway: 'careful', options: () => silent },
    { name: 'default', title: 'automatic, no hints and no policy', gateway: 'standard', options: () => silent },
  ]
}
