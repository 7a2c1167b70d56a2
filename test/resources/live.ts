import type { Settings } from '../../src/config/settings.ts'
import type { Apply, Change } from '../../src/resources/change.ts'
import type { ConfigurationObserver } from '../../src/resources/configuration-observer.ts'
import { LiveConfiguration } from '../../src/resources/live-configuration.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import type { ResourceRepository } from '../../src/resources/repository.ts'
import { passingVault } from '../../src/secrets/vault.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { settingsOf, storedRoute } from './fixture.ts'

export const clock = new FakeClock()

export interface LiveChoices {
  readonly repository?: ResourceRepository
  readonly apply?: Apply
  /** What the file says beside its provider. */
  readonly content?: object
  readonly skipMisfits?: boolean
  /** Whether the store is there. */
  readonly isReadable?: boolean
}

/** A configuration whose every consequence is noted. */
export async function openLive(choices: LiveChoices = {}) {
  const {
    repository = new MemoryResources(clock),
    apply,
    content = {},
    skipMisfits = false,
    isReadable = true,
  } = choices
  const noted: string[] = []
  const observer: ConfigurationObserver = {
    changed: ({ name, etagBefore, etagAfter }) =>
      noted.push(`changed ${name}${etagBefore ? ' again' : ''}${etagAfter ? '' : ' away'}`),
    reloaded: () => noted.push('reloaded'),
    reloadRefused: () => noted.push('reload refused'),
    misfits: (misfits) => noted.push(...misfits.map(({ resource }) => `misfit ${resource}`)),
    changeUndone: (resource) => noted.push(`undone ${resource}`),
    changeNotUndone: (resource) => noted.push(`not undone ${resource}`),
  }
  const applied: Settings[] = []
  const configuration = await LiveConfiguration.open({
    settings: settingsOf(content),
    repository,
    vault: passingVault(),
    observer,
    clock,
    apply:
      apply ??
      (async (settings, { store }) => {
        await store()
        applied.push(settings)
      }),
    skipMisfits,
    isReadable,
  })
  return { configuration, noted, applied, repository }
}

/** Makes a route that leads to these models, or deletes it where there are none. */
export function set(name: string, ...models: string[]): Change {
  return {
    kind: 'route',
    name,
    principal: 'ann',
    action: 'route.update',
    traceId: '',
    validateOnly: false,
    revise: () => ({ json: models.length > 0 ? storedRoute(name, ...models).json : undefined, paths: ['targets'] }),
  }
}
