import type { Money } from '#gen/switchyard/v1/usage_pb.js'

/** Billionths in one unit of a currency. */
export const NANOS_PER_UNIT = 1_000_000_000n

const FRACTION_DIGITS = 9
const DECIMAL = /^(\d+)(?:\.(\d{1,9}))?$/

/** Decimal text such as `0.25` as billionths, exactly. Throws a RangeError for anything but a plain decimal number. */
export function parseDecimal(text: string): bigint {
  const match = DECIMAL.exec(text)
  if (!match) throw new RangeError(`"${text}" is not a decimal number with at most ${FRACTION_DIGITS} decimal places`)
  const [, whole = '', fraction = ''] = match
  return BigInt(whole) * NANOS_PER_UNIT + BigInt(fraction.padEnd(FRACTION_DIGITS, '0'))
}

/** The quotient of two integers, neither below zero, rounded to the nearest; a half is rounded up. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor)
}

/** US dollars as a message. */
export function usd(amountNanos: bigint): Money {
  return { $typeName: 'switchyard.v1.Money', currencyCode: 'USD', amountNanos }
}

/** Money for people, exactly and with at least two decimal places: `$0.000123`, `1.50 EUR`. */
export function formatMoney(money: Money): string {
  const { currencyCode, amountNanos } = money
  const sign = amountNanos < 0n ? '-' : ''
  const amount = formatDecimal(amountNanos < 0n ? -amountNanos : amountNanos)
  return currencyCode === 'USD' ? `${sign}$${amount}` : `${sign}${amount} ${currencyCode}`.trimEnd()
}

function formatDecimal(nanos: bigint): string {
  const fraction = (nanos % NANOS_PER_UNIT).toString().padStart(FRACTION_DIGITS, '0')
  const shown = fraction.replace(/0+$/, '').padEnd(2, '0')
  return `${nanos / NANOS_PER_UNIT}.${shown}`
}
