import { create } from '@bufbuild/protobuf'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import { beforeEach, describe, expect, it } from 'vitest'
import { ApiKeySchema } from '#gen/switchyard/v1/api_key_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type AuthenticationOptions, createAuthenticator } from '../../src/access/authenticate.ts'
import { CertificateJudge } from '../../src/access/certificate-judge.ts'
import { Directory } from '../../src/access/directory.ts'
import { DirectoryWatch } from '../../src/access/directory-watch.ts'
import { memberOf } from '../../src/access/tenancy.ts'
import { newVirtualKey, virtualKeyDigest } from '../../src/access/virtual-key.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { FakeClock } from '../support/fake-clock.ts'

const pepper = new Secret('p'.repeat(32))
const cause = { principal: 'test', action: 'api_key.create', traceId: '' }
const OPERATOR = 'o'.repeat(40)

/** A store that others write to as well, and that can be away. */
class SharedResources extends MemoryResources {
  away = false
  hangs = false
  reads = 0

  override async list(kinds: readonly string[]) {
    this.reads += 1
    if (this.hangs) await new Promise(() => {})
    if (this.away) throw new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'It is away.')
    return super.list(kinds)
  }
}

let clock: FakeClock
let repository: SharedResources
let here: Directory
let there: Directory
let watch: DirectoryWatch
/** What was told of the store. */
let told: string[]

beforeEach(async () => {
  clock = new FakeClock()
  repository = new SharedResources(clock)
  here = await Directory.open({ repository, pepper, clock })
  there = await Directory.open({ repository, pepper, clock })
  told = []
  const observer = { failing: () => told.push('failing'), recovered: () => told.push('recovered') }
  watch = new DirectoryWatch({ directory: here, clock, staleLimitMs: 60_000, observer })
  watch.start()
})

async function makeKey(directory: Directory, change = {}) {
  const { id, text } = newVirtualKey()
  const key = create(ApiKeySchema, { name: id, tenant: 'default', ...change })
  const digest = virtualKeyDigest(text.reveal(), pepper)
  await directory.putKey({ key, digest, previousDigest: undefined }, undefined, cause)
  return { id, text: text.reveal() }
}

function verdict(credential: string | undefined, change: Partial<AuthenticationOptions> = {}): string {
  const authenticate = createAuthenticator({
    apiKey: OPERATOR,
    keys: here.ring,
    member: (principal) => memberOf(here.tenant(principal.tenant), principal),
    requireFresh: () => watch.requireFresh(),
    open: false,
    ...change,
  })
  try {
    const found = authenticate((name) => (name === 'x-api-key' ? credential : undefined), {
      certificateSubject: 'team.example',
    })
    return 'id' in found ? `let in as ${found.id}` : 'asked someone'
  } catch (error) {
    return (error as GatewayError).reasonName
  }
}

describe('a key that another replica made or revoked', () => {
  it('is known, or refused, within two seconds', async () => {
    const { id, text } = await makeKey(there)
    expect(verdict(text)).toBe('UNAUTHENTICATED')
    await clock.advance(2000)
    expect(verdict(text)).toBe(`let in as keys/${id}`)
    const known = there.key(id) as NonNullable<ReturnType<Directory['key']>>
    const revoked = create(ApiKeySchema, { ...known.key, revokeTime: timestampFromMs(1000) })
    await there.putKey({ ...known, key: revoked }, known.key.etag, cause)
    await clock.advance(2000)
    expect(verdict(text)).toBe('UNAUTHENTICATED')
  })
})

describe('an operator', () => {
  it('is told what was done at another replica a moment ago', async () => {
    const shared = await Directory.open({ repository, pepper, clock, shared: true })
    const alone = await Directory.open({ repository, pepper, clock })
    const { id } = await makeKey(there)
    for (const directory of [shared, alone]) await directory.catchUp()
    expect([shared.key(id)?.key.name, alone.key(id)]).toEqual([id, undefined])
  })
})

describe('while the store cannot be read', () => {
  it.each(['away', 'hangs'] as const)(
    'keys are good for the limit, and then nobody is let in by them (%s)',
    async (how) => {
      const { id, text } = await makeKey(there)
      await clock.advance(2000)
      repository[how] = true
      await clock.advance(59_000)
      expect(verdict(text)).toBe(`let in as keys/${id}`)
      await clock.advance(3000)
      expect(verdict(text)).toBe('AUTHENTICATION_UNAVAILABLE')
      expect(verdict('sy_unknown')).toBe('AUTHENTICATION_UNAVAILABLE')
    },
  )

  it('nobody is let in without a key, though none was known', async () => {
    repository.away = true
    await clock.advance(62_000)
    expect(verdict(undefined, { open: true })).toBe('AUTHENTICATION_UNAVAILABLE')
    const certificates = new CertificateJudge([])
    expect(verdict(undefined, { certificates })).toBe('AUTHENTICATION_UNAVAILABLE')
  })

  it('the operator’s own key is as good as ever, and a wrong one as bad', async () => {
    repository.away = true
    await clock.advance(62_000)
    expect(verdict(OPERATOR)).toBe('let in as api-key')
    expect(verdict('wrong')).toBe('UNAUTHENTICATED')
  })

  it('is over with the first reading that succeeds', async () => {
    const { id, text } = await makeKey(there)
    await clock.advance(2000)
    repository.away = true
    await clock.advance(120_000)
    repository.away = false
    await clock.advance(2000)
    expect(verdict(text)).toBe(`let in as keys/${id}`)
  })

  it('is told once, and so is its end', async () => {
    repository.away = true
    await clock.advance(30_000)
    expect(told).toEqual(['failing'])
    repository.away = false
    await clock.advance(30_000)
    expect(told).toEqual(['failing', 'recovered'])
    repository.away = true
    await clock.advance(30_000)
    expect(told).toEqual(['failing', 'recovered', 'failing'])
  })
})

describe('a watch', () => {
  it('asks again two seconds after an answer, and not before', async () => {
    const before = repository.reads
    await clock.advance(1999)
    expect(repository.reads).toBe(before)
    await clock.advance(10_001)
    expect(repository.reads).toBe(before + 6)
    repository.hangs = true
    await clock.advance(60_000)
    expect(repository.reads).toBe(before + 7)
  })

  it('asks no more once it is stopped, not even when it was asking just then', async () => {
    watch.stop()
    const before = repository.reads
    await clock.advance(10_000)
    expect([repository.reads, clock.pendingTimers]).toEqual([before, 0])
  })
})
