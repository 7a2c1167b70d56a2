import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'

const REASONS = new Set(Object.keys(ErrorReason).map((reason) => reason.toLowerCase().replaceAll('_', '-')))

/** Whether the mock plays a fault under this name, though it does not list it: `mock-error-upstream-auth` and others. */
export function isScriptedMock(name: string): boolean {
  if (/^mock-(instant|truncated|stalled|silent)$/.test(name)) return true
  return (
    name.startsWith('mock-error-') && REASONS.has(name.slice('mock-error-'.length)) && !name.endsWith('unspecified')
  )
}
