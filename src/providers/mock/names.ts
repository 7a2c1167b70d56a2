import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { reasonName } from '../../core/errors.ts'

/** A model of this prefix and a reason, such as `mock-error-upstream-rate-limited`, fails with that reason. */
export const ERROR_PREFIX = 'mock-error-'

/** Ends after some text without saying that it ends. */
export const TRUNCATED = 'mock-truncated'

/** Falls silent after some text. */
export const STALLED = 'mock-stalled'

/** Never says anything. */
export const SILENT = 'mock-silent'

/** Models that are answered but not listed: each plays a fault, so that a client can be tried against it. */
export const scriptedModels: readonly string[] = [
  'mock-instant',
  TRUNCATED,
  STALLED,
  SILENT,
  ...Object.values(ErrorReason)
    .filter((reason): reason is ErrorReason => typeof reason === 'number' && reason !== ErrorReason.UNSPECIFIED)
    .map((reason) => ERROR_PREFIX + reasonName(reason).toLowerCase().replaceAll('_', '-')),
]
