import { expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { openLive, set } from './live.ts'
import { storedProvider } from './stored-providers.ts'

it('a change of providers is applied as one, whoever made it, and a change of anything else is not', async () => {
  const repository = new MemoryResources(systemClock)
  const same: boolean[] = []
  const { configuration } = await openLive({
    repository,
    apply: async (_, { store, sameProviders }) => {
      await store()
      same.push(sameProviders)
    },
  })
  const { kind, name, json } = storedProvider({ name: 'new', baseUrl: 'https://api.test' })
  const revision = { json, paths: ['*'] }
  await configuration.change(set('fast', 'one'))
  await configuration.change({
    kind,
    name,
    principal: 'ann',
    action: 'provider.create',
    traceId: '',
    validateOnly: false,
    revise: () => revision,
  })
  expect(same).toEqual([true, false])

  const [stored] = (await repository.list(['provider'])).filter((resource) => resource.kind === 'provider')
  await repository.change({ kind, name, json: undefined, expectedEtag: stored?.etag })
  await configuration.refresh()
  const route = (await repository.list(['route']))[0]
  await repository.change({ kind: 'route', name: 'fast', json: undefined, expectedEtag: route?.etag })
  await configuration.refresh()
  expect(same).toEqual([true, false, false, true])
})
