import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divideHalfUp, formatMoney, NANOS_PER_UNIT, parseDecimal, usd } from '../../src/core/money.ts'

describe('parseDecimal', () => {
  it.each([
    ['0.25', 250_000_000n],
    ['2', 2_000_000_000n],
    ['0.000000001', 1n],
    ['0.1', 100_000_000n],
    ['999999.999999999', 999_999_999_999_999n],
  ])('reads %s exactly', (text, nanos) => {
    expect(parseDecimal(text)).toBe(nanos)
  })

  it.each(['', '.5', '1.', '-1', '1e3', '0.0000000001', ' 1', '1,5', 'NaN', '0x10'])('refuses "%s"', (text) => {
    expect(() => parseDecimal(text)).toThrow(RangeError)
  })

  it('reads back whatever is formatted', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (nanos) => {
        expect(parseDecimal(formatMoney(usd(nanos)).slice(1))).toBe(nanos)
      }),
    )
  })
})

describe('divideHalfUp', () => {
  it('rounds a half up and less down', () => {
    expect([4n, 5n, 6n, 14n, 15n].map((dividend) => divideHalfUp(dividend, 10n))).toEqual([0n, 1n, 1n, 1n, 2n])
  })

  it('is never further off than half a divisor', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 24n }),
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        (dividend, divisor) => {
          const difference = 2n * (divideHalfUp(dividend, divisor) * divisor - dividend)
          expect(difference).toBeGreaterThan(-divisor)
          expect(difference).toBeLessThanOrEqual(divisor)
        },
      ),
    )
  })
})

describe('formatMoney', () => {
  it.each([
    [123_000n, '$0.000123'],
    [NANOS_PER_UNIT, '$1.00'],
    [1_500_000_000n, '$1.50'],
    [1n, '$0.000000001'],
    [0n, '$0.00'],
    [-250_000_000n, '-$0.25'],
  ])('shows %d billionths as %s', (nanos, text) => {
    expect(formatMoney(usd(nanos))).toBe(text)
  })

  it('names a currency other than the US dollar', () => {
    expect(formatMoney({ ...usd(1_500_000_000n), currencyCode: 'EUR' })).toBe('1.50 EUR')
  })
})
