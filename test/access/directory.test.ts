import { create } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { ApiKeySchema } from '#gen/switchyard/v1/api_key_pb.js'
import { TenantSchema } from '#gen/switchyard/v1/tenant_pb.js'
import { Directory } from '../../src/access/directory.ts'
import { newVirtualKey, virtualKeyDigest } from '../../src/access/virtual-key.ts'
import { Secret } from '../../src/core/secret.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import type { StoredResource } from '../../src/resources/repository.ts'
import { FakeClock } from '../support/fake-clock.ts'

const pepper = new Secret('p'.repeat(32))
const cause = { principal: 'test', action: 'test', traceId: '' }

/** Answers when it is told to, with what was stored when it was asked. */
class SlowResources extends MemoryResources {
  readonly waiting: (() => void)[] = []
  slow = false

  override async list(kinds: readonly string[]): Promise<readonly StoredResource[]> {
    const found = await super.list(kinds)
    if (this.slow) await new Promise<void>((resolve) => this.waiting.push(resolve))
    return found
  }
}

let repository: SlowResources
let here: Directory
let there: Directory

beforeEach(async () => {
  const clock = new FakeClock()
  repository = new SlowResources(clock)
  here = await Directory.open({ repository, pepper, clock })
  there = await Directory.open({ repository, pepper, clock })
})

async function makeKey(tenant = 'default') {
  const { id, text } = newVirtualKey()
  const digest = virtualKeyDigest(text.reveal(), pepper)
  await there.putKey(
    { key: create(ApiKeySchema, { name: id, tenant }), digest, previousDigest: undefined },
    undefined,
    cause,
  )
  return { id, text: text.reveal() }
}

async function revoke(id: string) {
  const known = there.key(id) as NonNullable<ReturnType<Directory['key']>>
  const key = create(ApiKeySchema, {
    ...known.key,
    revokeTime: { $typeName: 'google.protobuf.Timestamp', seconds: 1n, nanos: 0 },
  })
  await there.putKey({ ...known, key }, known.key.etag, cause)
}

const isGood = (text: string) => 'principal' in here.ring.judge(text)

describe('a directory that others change too', () => {
  it('does not go back to what an older reading says that came later', async () => {
    const { id, text } = await makeKey()
    repository.slow = true
    const older = here.refresh()
    await revoke(id)
    const newer = here.refresh()
    while (repository.waiting.length < 2) await Promise.resolve()
    repository.waiting[1]?.()
    await newer
    expect(isGood(text)).toBe(false)
    repository.waiting[0]?.()
    await older
    expect(isGood(text)).toBe(false)
  })

  it('does not undo what was changed here while it was reading', async () => {
    repository.slow = true
    const reading = here.refresh()
    while (repository.waiting.length < 1) await Promise.resolve()
    repository.slow = false
    await here.putTenant(create(TenantSchema, { name: 'acme' }), undefined, cause)
    repository.waiting[0]?.()
    await reading
    expect(here.tenant('acme')).toBeDefined()
  })

  it('keeps what did not change', async () => {
    const { id } = await makeKey()
    await here.refresh()
    const before = here.key(id)
    await makeKey()
    await here.refresh()
    expect(here.key(id)).toBe(before)
  })

  it('tells when tenants have changed, here or elsewhere, and not when keys have', async () => {
    const seen: (string | undefined)[] = []
    here.onTenantsChanged(async () => void seen.push(here.tenant('acme')?.timeZone))
    const put = (directory: Directory, timeZone: string) =>
      directory.putTenant(create(TenantSchema, { name: 'acme', timeZone }), here.tenant('acme')?.etag, cause)
    await put(here, 'Asia/Tokyo')
    await there.refresh()
    await put(there, 'Asia/Dubai')
    await makeKey()
    await here.refresh()
    await makeKey()
    await here.refresh()
    await here.deleteTenant('acme', here.tenant('acme')?.etag ?? '', cause)
    expect(seen).toEqual(['Asia/Tokyo', 'Asia/Dubai', undefined])
  })

  it('knows after each reading what the other knows', async () => {
    const step = fc.constantFrom('key', 'revoke', 'tenant', 'disable', 'delete', 'nothing')
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const clock = new FakeClock()
        repository = new SlowResources(clock)
        here = await Directory.open({ repository, pepper, clock })
        there = await Directory.open({ repository, pepper, clock })
        const texts: string[] = []
        for (const one of steps) {
          await act(one, texts)
          await here.refresh()
          expect(here.keys()).toEqual(there.keys())
          expect(here.tenants()).toEqual(there.tenants())
          for (const text of texts) expect(here.ring.judge(text)).toEqual(there.ring.judge(text))
        }
      }),
      { numRuns: 50 },
    )
  })
})

async function act(step: string, texts: string[]): Promise<void> {
  const acme = there.tenant('acme')
  const [key] = there.keys().filter(({ revokeTime }) => !revokeTime)
  switch (step) {
    case 'key':
      return void texts.push((await makeKey(acme ? 'acme' : 'default')).text)
    case 'revoke':
      return key && revoke(key.name)
    case 'tenant':
      return acme ? undefined : void (await there.putTenant(create(TenantSchema, { name: 'acme' }), undefined, cause))
    case 'disable':
      return acme && void (await there.putTenant({ ...acme, disabled: !acme.disabled }, acme.etag, cause))
    case 'delete':
      return acme && there.keys().every(({ revokeTime }) => revokeTime)
        ? there.deleteTenant('acme', acme.etag, cause)
        : undefined
    default:
      return undefined
  }
}
