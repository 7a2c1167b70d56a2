import { type Timestamp, timestampFromDate } from '@bufbuild/protobuf/wkt'
import { UsageError } from './errors.ts'

/** A date, or a date with a time and zone, as RFC 3339 writes them. */
const FORM = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/

/** The time that an option names; a date alone is the moment at which it begins, UTC. */
export function timeFrom(option: string, text: string): Timestamp {
  const date = new Date(FORM.test(text) ? text : Number.NaN)
  // A day that its month does not have would quietly become another one.
  const isReal = !Number.isNaN(date.getTime()) && (text.includes('T') || date.toISOString().startsWith(text))
  if (isReal) return timestampFromDate(date)
  throw new UsageError(`${option} must be a date such as 2027-01-31, or a time such as 2027-01-31T09:00:00Z`)
}
