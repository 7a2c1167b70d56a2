import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOfHost, bareHost, isInternalAddress } from '../../src/core/internal-addresses.ts'
import { INTERNAL_HOSTS, PUBLIC_ADDRESSES } from '../support/hostile-addresses.ts'

describe('an address', () => {
  it.each(INTERNAL_HOSTS)('is known as internal when a URL writes it as %s', (host) => {
    expect(isInternalAddress(addressOfHost(new URL(`https://${host}/`).hostname) ?? 'a name')).toBe(true)
    expect(addressOfHost(new URL(`https://${host}/`).hostname)).toBeDefined()
  })

  it.each(PUBLIC_ADDRESSES)('of the public internet, %s, is not internal', (address) => {
    expect(isInternalAddress(address)).toBe(false)
  })

  it.each(['', 'localhost', 'fe80::1%eth0', '1.2.3', '::g'])('that is none, “%s”, counts as internal', (text) => {
    expect(isInternalAddress(text)).toBe(true)
  })

  it('of IPv4 is internal in every form that IPv6 has for it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a, b, c, d] = address.split('.').map(Number) as [number, number, number, number]
        const pair = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
        for (const form of [`::${pair}`, `::ffff:${pair}`, `::ffff:0:${pair}`, `64:ff9b::${pair}`, `2002:${pair}::`])
          expect(isInternalAddress(form)).toBe(true)
      }),
    )
  })
})

it('a host is compared without brackets, case or the dot at its end', () => {
  expect(['[::1]', 'LLM.Example.', '10.0.0.1'].map(bareHost)).toEqual(['::1', 'llm.example', '10.0.0.1'])
})
