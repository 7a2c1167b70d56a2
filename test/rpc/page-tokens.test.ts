import { create } from '@bufbuild/protobuf'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ListApiKeysRequestSchema } from '#gen/switchyard/v1/api_key_pb.js'
import { ListAuditEventsRequestSchema } from '#gen/switchyard/v1/audit_pb.js'
import { ListTenantsRequestSchema } from '#gen/switchyard/v1/tenant_pb.js'
import { operator } from '../../src/core/principal.ts'
import { Secret } from '../../src/core/secret.ts'
import { pageOf } from '../../src/rpc/page.ts'
import { PageTokens } from '../../src/rpc/page-tokens.ts'

const tokens = new PageTokens(new Secret('s'.repeat(64)))
const someone = operator('local', 'local')
const keysAfter = (pageToken: string, tenant = '') => create(ListApiKeysRequestSchema, { pageToken, tenant })
const given = tokens.of(keysAfter(''), someone).tokenAfter('position ✓')

function byAnother() {
  const caller = { ...someone, reach: 'own' } as const
  const own = tokens.of(keysAfter(''), caller).tokenAfter('x')
  expect(tokens.of(keysAfter(own), caller).position).toBe('x')
  return tokens.of(keysAfter(own), { ...caller, id: 'another' })
}

describe('a page token', () => {
  it('leads to where it was given for, whatever the size of the page', () => {
    const request = create(ListApiKeysRequestSchema, { pageToken: given, pageSize: 7 })
    expect(tokens.of(request, someone).position).toBe('position ✓')
  })

  it('is taken by a replica with the same secret', () => {
    const replica = new PageTokens(new Secret('s'.repeat(64)))
    expect(replica.of(keysAfter(given), { ...someone, id: 'another' }).position).toBe('position ✓')
  })

  it.each([
    ['of another method', () => tokens.of(create(ListTenantsRequestSchema, { pageToken: given }), someone)],
    ['with another filter', () => tokens.of(keysAfter(given, 'acme'), someone)],
    ['by another tenant', () => tokens.of(keysAfter(given), { ...someone, tenant: 'acme' })],
    ['by another of those who see only what they did', byAnother],
    ['by one who sees less', () => tokens.of(keysAfter(given), { ...someone, reach: 'tenant' })],
    ['signed with another secret', () => new PageTokens(new Secret('t'.repeat(64))).of(keysAfter(given), someone)],
  ] as const)('is refused when it is used %s', (_, use) => {
    expect(use).toThrow(expect.objectContaining({ reasonName: 'INVALID_REQUEST' }))
    expect(use).toThrow(expect.objectContaining({ violations: [expect.objectContaining({ field: 'page_token' })] }))
  })

  it('is not to be made up or changed', () => {
    const made = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.uint8Array().map(asToken),
      fc.nat(given.length - 1).map(cut),
    )
    fc.assert(
      fc.property(made, (token) => {
        if (token !== '' && token !== given) expect(() => tokens.of(keysAfter(token), someone)).toThrow('page_token')
      }),
    )
    for (const suffix of ['=', 'A', '\n', '%', ' ']) {
      expect(() => tokens.of(keysAfter(given + suffix), someone)).toThrow('page_token')
    }
  })

  it('holds for a filter by time', () => {
    const request = (pageToken: string, ms: number) =>
      create(ListAuditEventsRequestSchema, { pageToken, startTime: timestampFromMs(ms) })
    const token = tokens.of(request('', 1000), someone).tokenAfter('x')
    expect(tokens.of(request(token, 1000), someone).position).toBe('x')
    expect(() => tokens.of(request(token, 2000), someone)).toThrow('page_token')
  })
})

describe('pages', () => {
  it('hold every item once, in order, though the list changes in between', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (names, pageSize) => {
        const items = names.toSorted((a, b) => (a < b ? -1 : 1))
        const seen: string[] = []
        let pageToken = ''
        do {
          const request = create(ListApiKeysRequestSchema, { pageToken, pageSize })
          // What was seen is gone by the time that the next page is asked for.
          const left = items.filter((item) => !seen.includes(item))
          const { page, nextPageToken } = pageOf(left, (item) => item, request, someone, { pageTokens: tokens })
          seen.push(...page)
          pageToken = nextPageToken
        } while (pageToken !== '')
        expect(seen).toEqual(items)
      }),
    )
  })
})

function asToken(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

/** The token with one character another one. */
function cut(place: number): string {
  const other = given[place] === 'A' ? 'B' : 'A'
  return given.slice(0, place) + other + given.slice(place + 1)
}
