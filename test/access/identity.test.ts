import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { loadConfig } from '../../src/config/load.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { openIdentity } from '../../src/identity.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { FakeClock } from '../support/fake-clock.ts'

const environment = { SWITCHYARD_SECRET_KEY: 's'.repeat(32) }

function settingsWith(authentication: object) {
  const file = { store: { url: 'sqlite::memory:' }, authentication }
  return loadConfig({ path: 'test.yaml', environment, readFile: () => JSON.stringify(file) })
}

class AwayResources extends MemoryResources {
  away = false

  override async list(kinds: readonly string[]) {
    if (this.away) throw new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'It is away.')
    return super.list(kinds)
  }
}

async function open(shared: boolean, staleLimit?: string, away = false) {
  const clock = new FakeClock()
  const repository = new AwayResources(clock)
  repository.away = away
  const settings = settingsWith({ virtual_keys: true, ...(staleLimit && { stale_limit: staleLimit }) })
  const identity = await openIdentity(settings, { repository, clock, shared, isReadable: !away })
  const verdict = () => {
    try {
      const found = identity.authenticate(
        (name) => (name === 'x-api-key' ? identity.firstKey?.reveal() : undefined),
        {},
      )
      return 'id' in found ? 'let in' : ''
    } catch (error) {
      return (error as GatewayError).reasonName
    }
  }
  return { clock, repository, identity, verdict }
}

describe('who may call, where replicas share the store', () => {
  it.each([
    ['60 s, unless it is set', undefined, 60_000],
    ['as long as is set', '5s', 5000],
  ] as const)('is known by what was read last for %s', async (_, staleLimit, limitMs) => {
    const { clock, identity, repository, verdict } = await open(true, staleLimit)
    repository.away = true
    await clock.advance(limitMs)
    expect(verdict()).toBe('let in')
    await clock.advance(1)
    expect(verdict()).toBe('AUTHENTICATION_UNAVAILABLE')
    repository.away = false
    await identity.directory.refresh()
    expect(verdict()).toBe('let in')
  })
})

describe('who may call, where the store is this process’s alone', () => {
  it('is never read again, and never too old', async () => {
    const { clock, repository, verdict } = await open(false)
    repository.away = true
    await clock.advance(86_400_000)
    expect(verdict()).toBe('let in')
  })
})

describe('who may call, where the store is not there at the start', () => {
  it('is known as soon as it has been read, and the first key is made then', async () => {
    const { identity, repository, verdict } = await open(true, undefined, true)
    expect(identity.firstKey).toBeUndefined()
    await expect(identity.refresh()).rejects.toMatchObject({ reasonName: 'STORE_UNAVAILABLE' })
    repository.away = false
    await identity.refresh()
    expect(verdict()).toBe('let in')
    const key = identity.firstKey
    await identity.refresh()
    expect(identity.firstKey).toBe(key)
  })

  it('is nobody by a key until then', async () => {
    const { identity } = await open(true, undefined, true)
    const ask = (headers: Record<string, string>) => () => identity.authenticate((name) => headers[name], {})
    expect(ask({ 'x-api-key': 'sy_any' })).toThrow(
      expect.objectContaining({ reasonName: 'AUTHENTICATION_UNAVAILABLE' }),
    )
    expect(ask({})).toThrow(expect.objectContaining({ reasonName: 'UNAUTHENTICATED' }))
  })
})

describe('the first key', () => {
  it('leaves an event, by the service itself', async () => {
    const { repository } = await open(false)
    expect(await repository.audit.query({ limit: 10 })).toMatchObject([
      { action: 'api_key.create', principal: 'switchyard', tenant: 'default' },
    ])
  })
})
