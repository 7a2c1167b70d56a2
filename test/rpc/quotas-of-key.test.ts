import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { ApiKeySchema } from '#gen/switchyard/v1/api_key_pb.js'
import { type RateLimit, RateLimitSchema } from '#gen/switchyard/v1/rate_limit_pb.js'
import { operator } from '../../src/core/principal.ts'
import { Secret } from '../../src/core/secret.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { rateLimitKind } from '../../src/resources/quota-kinds.ts'
import { QuotaResources } from '../../src/resources/quota-resources.ts'
import { newProgress, type RequestContext } from '../../src/rpc/handler.ts'
import { PageTokens } from '../../src/rpc/page-tokens.ts'
import { QuotasOfKey } from '../../src/rpc/quotas-of-key.ts'
import { rateLimitCalls } from '../../src/rpc/rate-limits.ts'
import { createValidate } from '../../src/rpc/validate.ts'
import { FakeClock } from '../support/fake-clock.ts'

const principal = operator('local', 'operator')
const context: RequestContext = {
  principal,
  signal: new AbortController().signal,
  deadline: Number.POSITIVE_INFINITY,
  header: () => undefined,
  requestId: 'r',
  progress: newProgress(),
}

function limit(name = ''): RateLimit {
  return create(RateLimitSchema, { name, concurrentCalls: 1 })
}

function open(quotas: readonly RateLimit[]) {
  const clock = new FakeClock()
  const repository = new MemoryResources(clock)
  const resources = new QuotaResources({ kind: rateLimitKind, repository, apply: async () => {} })
  const calls = rateLimitCalls({
    clock,
    storedRateLimits: resources,
    pageTokens: new PageTokens(new Secret('s'.repeat(32))),
  })
  const ofKey = new QuotasOfKey({
    kind: rateLimitKind,
    calls,
    authorize: () => {},
    validate: createValidate(),
    field: 'rate_limits',
    quotas,
    key: create(ApiKeySchema, { name: 'k1', tenant: 'acme' }),
    context,
  })
  const names = () => resources.list(principal).map(({ name }) => name)
  return { ofKey, calls, names }
}

describe('what bounds a key', () => {
  it('is about the key, and called by its id unless it has a name', async () => {
    const { ofKey, names } = open([limit(), limit('mine'), limit()])
    const made = await ofKey.make()
    expect(made.map(({ name }) => name)).toEqual(['key-k1', 'mine', 'key-k1-3'])
    for (const { subject } of made) expect(subject).toMatchObject({ tenant: 'acme', key: 'k1', user: '', model: '' })
    expect(names()).toEqual(['key-k1', 'key-k1-3', 'mine'])
  })

  it('is taken back when the name of one was taken after it was checked, and what has the name stays', async () => {
    const { ofKey, calls, names } = open([limit(), limit('mine')])
    await ofKey.check()
    expect(names()).toEqual([])
    await calls.create(limit('mine'), { validateOnly: false }, context)
    await expect(ofKey.make()).rejects.toMatchObject({ reasonName: 'RESOURCE_EXISTS' })
    expect(names()).toEqual(['key-k1', 'mine'])
    await ofKey.takeBack()
    expect(names()).toEqual(['mine'])
  })
})
