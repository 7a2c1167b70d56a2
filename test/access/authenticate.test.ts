import { describe, expect, it } from 'vitest'
import { createAuthenticator } from '../../src/access/authenticate.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { operator } from '../../src/core/principal.ts'

const apiKey = 'k'.repeat(32)
const headersOf = (headers: Record<string, string>) => (name: string) => headers[name]

function reasonOf(action: () => unknown): string {
  try {
    return `let in: ${JSON.stringify(action())}`
  } catch (error) {
    return error instanceof GatewayError ? error.reasonName : String(error)
  }
}

describe('an authenticator with an API key', () => {
  const authenticate = createAuthenticator({ apiKey, requireClientCertificate: false })

  it.each([{ authorization: `Bearer ${apiKey}` }, { authorization: `BEARER  ${apiKey}` }, { 'x-api-key': apiKey }])(
    'knows who sends %o',
    (headers) => {
      expect(authenticate(headersOf(headers as never), {})).toEqual(operator('api_key', 'api-key'))
    },
  )

  it('takes the key in both headers', () => {
    const headers = headersOf({ authorization: `Bearer ${apiKey}`, 'x-api-key': apiKey })
    expect(authenticate(headers, {})).toEqual(operator('api_key', 'api-key'))
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

  it.each(wrong)('refuses %o', (headers) => {
    expect(reasonOf(() => authenticate(headersOf(headers), {}))).toBe('UNAUTHENTICATED')
  })

  it('asks for the key although the caller has a certificate', () => {
    const both = createAuthenticator({ apiKey, requireClientCertificate: true })
    expect(reasonOf(() => both(headersOf({}), { certificateSubject: 'team.example' }))).toBe('UNAUTHENTICATED')
  })

  it('does not take an empty key for none', () => {
    expect(() => createAuthenticator({ apiKey: '', requireClientCertificate: false })).toThrow(/empty/)
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
  const authenticate = createAuthenticator({ requireClientCertificate: true })

  it('takes the name in the certificate', () => {
    const principal = authenticate(headersOf({}), { certificateSubject: 'spiffe://example/team' })
    expect(principal).toEqual(operator('certificate', 'spiffe://example/team'))
  })

  it.each([{}, { certificateSubject: '' }])('refuses a caller without one (%o)', (peer) => {
    expect(reasonOf(() => authenticate(headersOf({ 'x-api-key': apiKey }), peer))).toBe('UNAUTHENTICATED')
  })
})

describe('an authenticator with neither', () => {
  it('calls everyone local', () => {
    const authenticate = createAuthenticator({ requireClientCertificate: false })
    expect(authenticate(headersOf({ authorization: 'Bearer x' }), {})).toEqual(operator('local', 'local'))
  })
})
