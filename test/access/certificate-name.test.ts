import { describe, expect, it } from 'vitest'
import { certificateName } from '../../src/access/certificate-name.ts'

describe("a certificate's name", () => {
  it.each([
    ['DNS:team.example', 'team.example'],
    ['DNS:team.example, URI:spiffe://example/team', 'spiffe://example/team'],
    ['IP Address:127.0.0.1, DNS:a.example, DNS:b.example', 'a.example'],
    ['email:x@example, DNS:a.example', 'a.example'],
    ['DNS:"a.example, URI:spiffe://evil"', 'a.example, URI:spiffe://evil'],
  ])('is the first URI or DNS name of %s', (subjectAltName, name) => {
    expect(certificateName(subjectAltName)).toBe(name)
  })

  it.each([undefined, '', 'IP Address:127.0.0.1', 'nonsense', 'DNS:', 'DNS:"open', 'DNS:a"b, URI:spiffe://evil'])(
    'is not found in %s',
    (subjectAltName) => {
      expect(certificateName(subjectAltName)).toBeUndefined()
    },
  )
})
