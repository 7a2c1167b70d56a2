import { create } from '@bufbuild/protobuf'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import { beforeEach, describe, expect, it } from 'vitest'
import { ApiKeySchema } from '#gen/switchyard/v1/api_key_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type AuthenticationOptions, createAuthenticator } from '../../src/access/authenticate.ts'
import { CertificateJudge } from '../../src/access/certificate-judge.ts'
import { Directory } from '../../src/access/directory.ts'
import { memberOf } from '../../src/access/tenancy.ts'
import { newVirtualKey, virtualKeyDigest } from '../../src/access/virtual-key.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { StoreWatch } from '../../src/resources/store-watch.ts'
import { FakeClock } from '../support/fake-clock.ts'

const pepper = new Secret('p'.repeat(32))
const cause = { principal: 'test', action: 'api_key.create', traceId: '' }
const OPERATOR = 'o'.repeat(40)

/** A store that others write to as well, and that can be away. */
class SharedResources extends MemoryResources {
  away = false
  hangs = false

  override async list(kinds: readonly string[]) {
    await this.#reach()
    return super.list(kinds)
  }

  override async marks() {
    await this.#reach()
    return super.marks()
  }

  async #reach(): Promise<void> {
    if (this.hangs) await new Promise(() => {})
    if (this.away) throw new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'It is away.')
  }
}

let clock: FakeClock
let repository: SharedResources
let here: Directory
let there: Directory

beforeEach(async () => {
  clock = new FakeClock()
  repository = new SharedResources(clock)
  here = await Directory.open({ repository, pepper, clock })
  there = await Directory.open({ repository, pepper, clock })
  const observer = { failing: () => {}, recovered: () => {} }
  new StoreWatch({ repository, followers: [here], clock, observer }).start()
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
    requireFresh: () => here.requireFresh(60_000),
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

  it('keys are good as long as it can be read, though nothing changes', async () => {
    const { id, text } = await makeKey(there)
    await clock.advance(120_000)
    expect(verdict(text)).toBe(`let in as keys/${id}`)
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
})
