import type { Duration } from '@bufbuild/protobuf/wkt'

/** A time of at least 0 milliseconds as a message, to the microsecond. */
export function durationOf(milliseconds: number): Duration {
  const microseconds = Math.max(Math.round(milliseconds * 1000), 0)
  const seconds = Math.floor(microseconds / 1e6)
  return {
    $typeName: 'google.protobuf.Duration',
    seconds: BigInt(seconds),
    nanos: (microseconds - seconds * 1e6) * 1000,
  }
}
