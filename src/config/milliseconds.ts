import { type Duration, durationMs } from '@bufbuild/protobuf/wkt'

/** Whole milliseconds, rounded up so that a short time never becomes none. */
export function milliseconds(duration: Duration | undefined, fallback: number): number {
  return duration ? Math.ceil(durationMs(duration)) : fallback
}
