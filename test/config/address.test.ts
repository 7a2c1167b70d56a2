import { describe, expect, it } from 'vitest'
import { formatAddress, isLoopback, parseAddress } from '../../src/config/address.ts'

describe('an address', () => {
  it.each(['127.0.0.1:50051', 'localhost:0', '[::1]:65535', 'gateway.example:1'])(
    '%s is read and written alike',
    (text) => {
      const address = parseAddress(text)
      expect(address && formatAddress(address)).toBe(text)
    },
  )

  it.each(['', ':1', 'a', '::1:1', 'a:65536', 'a b:1', 'u@h:1', 'http://a:1'])('“%s” is none', (text) => {
    expect(parseAddress(text)).toBeUndefined()
  })

  it.each(['127.0.0.1', '127.9.9.9', 'localhost', '::1', '[::1]', '::ffff:127.0.0.1'])('%s is this machine', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each(['0.0.0.0', '::', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1', '1127.0.0.1'])(
    '%s is not',
    (host) => {
      expect(isLoopback(host)).toBe(false)
    },
  )
})
