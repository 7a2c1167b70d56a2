import { describe, expect, it } from 'vitest'
import { createAuthenticator } from '../../src/access/authenticate.ts'
import { CertificateJudge } from '../../src/access/certificate-judge.ts'
import { KeyRing } from '../../src/access/key-ring.ts'
import { newVirtualKey, virtualKeyDigest } from '../../src/access/virtual-key.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { operator } from '../../src/core/principal.ts'
import { Secret } from '../../src/core/secret.ts'
import { FakeClock } from '../support/fake-clock.ts'

const apiKey = 'k'.repeat(32)
const headersOf = (headers: Record<string, string>) => (name: string) => headers[name]

async function reasonOf(action: () => unknown): Promise<string> {
  try {
    return `let in: ${JSON.stringify(await action())}`
  } catch (error) {
    return error instanceof GatewayError ? error.reasonName : String(error)
  }
}

describe('an authenticator with an API key', () => {
  const authenticate = createAuthenticator({ apiKey, open: false })

  it.each([{ authorization: `Bearer ${apiKey}` }, { authorization: `BEARER  ${apiKey}` }, { 'x-api-key': apiKey }])(
    'knows who sends %o',
    (headers) => {
      expect(authenticate(headersOf(headers as never), {})).toEqual(operator('api_key', 'api-key'))
    },
  )

  it('takes the key in both headers', async () => {
    const headers = headersOf({ authorization: `Bearer ${apiKey}`, 'x-api-key': apiKey })
    expect(await authenticate(headers, {})).toEqual(operator('api_key', 'api-key'))
  })

  const wrong: Record<string, string>[] = [
    {},
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: `Bearer ${apiKey}, Bearer ${apiKey}` },
    { authorization: `Bearer ${apiKey} ${apiKey}` },
    { authorization: `Bearer${apiKey}` },
    { authorization: `Basic ${apiKey}` },
    { authorization: apiKey },
    { authorization: `Bearer ${apiKey.toUpperCase()}` },
    { 'x-api-key': '' },
    { 'x-api-key': `${apiKey}, ${apiKey}` },
    { 'x-api-key': `${apiKey} ` },
    { authorization: `Bearer ${apiKey}`, 'x-api-key': 'wrong' },
    { authorization: 'Basic x', 'x-api-key': apiKey },
  ]

  it.each(wrong)('refuses %o', async (headers) => {
    expect(await reasonOf(() => authenticate(headersOf(headers), {}))).toBe('UNAUTHENTICATED')
  })

  it('asks for the key although the caller has a certificate', async () => {
    const both = createAuthenticator({ apiKey, open: false })
    expect(await reasonOf(() => both(headersOf({}), { certificateSubject: 'team.example' }))).toBe('UNAUTHENTICATED')
  })

  it('does not take an empty key for none', () => {
    expect(() => createAuthenticator({ apiKey: '', open: false })).toThrow(/empty/)
  })

  it('never repeats what was sent', () => {
    try {
      authenticate(headersOf({ authorization: 'Bearer sent-by-mistake' }), {})
      expect.unreachable()
    } catch (error) {
      expect(JSON.stringify(error) + String(error)).not.toContain('sent-by-mistake')
    }
  })
})

describe('an authenticator by certificates', () => {
  const authenticate = createAuthenticator({ certificates: new CertificateJudge([]), open: false })

  it('takes the name in the certificate', () => {
    const principal = authenticate(headersOf({}), { certificateSubject: 'spiffe://example/team' })
    expect(principal).toMatchObject({ kind: 'certificate', id: 'spiffe://example/team', reach: 'own' })
  })

  it.each([{}, { certificateSubject: '' }])('refuses a caller without one (%o)', async (peer) => {
    expect(await reasonOf(() => authenticate(headersOf({ 'x-api-key': apiKey }), peer))).toBe('UNAUTHENTICATED')
  })
})

describe('an authenticator with neither', () => {
  it('calls everyone local', () => {
    const authenticate = createAuthenticator({ open: true })
    expect(authenticate(headersOf({ authorization: 'Bearer x' }), {})).toEqual(operator('local', 'local'))
  })
})

describe('an authenticator by listed certificates', () => {
  const identity = { name: 'team.example', tenant: 'acme', role: 'tenant_admin', user: 'ada', project: '' } as const
  const authenticate = createAuthenticator({ certificates: new CertificateJudge([identity]), open: false })

  it('gives each its tenant and role', () => {
    expect(authenticate(headersOf({}), { certificateSubject: 'team.example' })).toMatchObject({
      tenant: 'acme',
      user: 'ada',
      reach: 'tenant',
    })
  })

  it('refuses those that are not listed', async () => {
    const stranger = () => authenticate(headersOf({}), { certificateSubject: 'other.example' })
    expect(await reasonOf(stranger)).toBe('UNAUTHENTICATED')
  })
})

describe('an authenticator by virtual keys', () => {
  const pepper = new Secret('p'.repeat(32))
  const ring = new KeyRing([pepper], new FakeClock())
  const { id, text } = newVirtualKey()
  const other = newVirtualKey()
  for (const [key, name] of [[{ id, text }, 'one'] as const, [other, 'two'] as const]) {
    const digest = virtualKeyDigest(key.text.reveal(), pepper)
    ring.put({
      id: key.id,
      digest,
      principal: operator('api_key', name),
      previous: undefined,
      expireTime: undefined,
      refusal: undefined,
    })
  }

  it('knows the holder of a key, beside the operator’s own', () => {
    const authenticate = createAuthenticator({ apiKey, keys: ring, open: false })
    expect(authenticate(headersOf({ 'x-api-key': text.reveal() }), {})).toMatchObject({ id: 'one' })
    expect(authenticate(headersOf({ 'x-api-key': apiKey }), {})).toMatchObject({ id: 'api-key' })
  })

  it('refuses two keys of different holders, and a good one beside a bad one', async () => {
    const authenticate = createAuthenticator({ keys: ring, open: false })
    const send = (key: string) => () =>
      authenticate(headersOf({ authorization: `Bearer ${text.reveal()}`, 'x-api-key': key }), {})
    expect(await reasonOf(send(other.text.reveal()))).toBe('UNAUTHENTICATED')
    expect(await reasonOf(send(newVirtualKey().text.reveal()))).toBe('UNAUTHENTICATED')
    expect(await reasonOf(send(text.reveal()))).toContain('let in')
  })

  it('asks for a key as soon as there is one', async () => {
    const keys = new KeyRing([pepper], new FakeClock())
    const authenticate = createAuthenticator({ keys, open: true })
    expect(authenticate(headersOf({}), {})).toMatchObject({ id: 'local' })
    const digest = virtualKeyDigest(text.reveal(), pepper)
    keys.put({
      id,
      digest,
      principal: operator('api_key', 'one'),
      previous: undefined,
      expireTime: undefined,
      refusal: undefined,
    })
    expect(await reasonOf(() => authenticate(headersOf({}), {}))).toBe('UNAUTHENTICATED')
  })
})
