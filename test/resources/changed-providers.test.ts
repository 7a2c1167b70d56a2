import { expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { settingsOf } from './fixture.ts'
import { openLive, set } from './live.ts'
import { storedProvider } from './stored-providers.ts'

it('a change tells which providers are other ones, whoever made it, and a file that any may be', async () => {
  const repository = new MemoryResources(systemClock)
  const told: (readonly string[] | 'any')[] = []
  const { configuration } = await openLive({
    repository,
    apply: async (_, { store, changedProviders }) => {
      await store()
      told.push(changedProviders ? [...new Set(changedProviders)] : 'any')
    },
  })
  const { kind, name, json } = storedProvider({ name: 'new', baseUrl: 'https://api.test' })
  const make = () =>
    configuration.change({
      kind,
      name,
      principal: 'ann',
      action: 'provider.create',
      traceId: '',
      validateOnly: false,
      revise: () => ({ json, paths: ['*'] }),
    })
  await configuration.change(set('fast', 'one'))
  await make()
  expect(told).toEqual([[], ['new']])

  const [stored] = await repository.list(['provider'])
  await repository.change({ kind, name, json: undefined, expectedEtag: stored?.etag })
  // A change here takes over what others did, too.
  await configuration.change(set('slow', 'one'))
  const route = (await repository.list(['route']))[0]
  await repository.change({ kind: 'route', name: 'fast', json: undefined, expectedEtag: route?.etag })
  await configuration.refresh()
  await configuration.reload(() => settingsOf({}))
  expect(told.slice(2)).toEqual([['new'], [], 'any'])
})
