import { describe, expect, it } from 'vitest'
import { transportError } from '../../../src/providers/http/transport-error.ts'

const coded = (code: string, message = 'text of the library') => Object.assign(new Error(message), { code })

describe('transportError', () => {
  it.each([
    ['ECONNREFUSED', 'PROVIDER_UNREACHABLE'],
    ['ENOTFOUND', 'PROVIDER_UNREACHABLE'],
    ['EAI_AGAIN', 'PROVIDER_UNREACHABLE'],
    ['ECONNRESET', 'PROVIDER_UNREACHABLE'],
    ['UND_ERR_SOCKET', 'PROVIDER_UNREACHABLE'],
    ['UND_ERR_CONNECT_TIMEOUT', 'CONNECT_TIMEOUT'],
    ['ETIMEDOUT', 'CONNECT_TIMEOUT'],
    ['CERT_HAS_EXPIRED', 'UPSTREAM_PRECONDITION'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'UPSTREAM_PRECONDITION'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'UPSTREAM_PRECONDITION'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UPSTREAM_PRECONDITION'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'UPSTREAM_PRECONDITION'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'UPSTREAM_PRECONDITION'],
    ['HPE_INVALID_CONSTANT', 'UPSTREAM_MALFORMED'],
    ['UND_ERR_HEADERS_OVERFLOW', 'UPSTREAM_MALFORMED'],
  ])('brings %s before the headers to %s', (code, reasonName) => {
    const error = transportError(coded(code), 'before headers', 5000)
    expect(error).toMatchObject({ reasonName })
    expect(Object.values(error.metadata)).toEqual([reasonName === 'CONNECT_TIMEOUT' ? '5000' : code])
    expect(error.message).not.toContain('library')
  })

  it('is never retried at the same target when the certificate is refused', () => {
    expect(transportError(coded('CERT_HAS_EXPIRED'), 'before headers', 1).policy).toMatchObject({
      retry: 'never',
      fallback: true,
    })
  })

  it('brings anything within the body to a cut', () => {
    expect(transportError(coded('HPE_INVALID_CHUNK_SIZE'), 'in the body', 1)).toMatchObject({
      reasonName: 'STREAM_TRUNCATED',
    })
  })

  it('looks into the errors of several addresses', () => {
    const thrown = new AggregateError([coded('ECONNREFUSED')])
    expect(transportError(thrown, 'before headers', 1).metadata).toEqual({ cause: 'ECONNREFUSED' })
  })

  it('keeps what the parser stumbled over out of the cause', () => {
    const thrown = Object.assign(coded('HPE_INVALID_CONSTANT'), { data: 'words of the answer' })
    expect(JSON.stringify(Object.entries(transportError(thrown, 'in the body', 1).cause as object))).not.toContain(
      'words',
    )
  })

  it.each([undefined, 'text', {}, { code: 7 }, { code: 'a key' }])('takes %j too', (thrown) => {
    expect(transportError(thrown, 'before headers', 1).metadata).toEqual({ cause: 'UNKNOWN' })
  })
})
