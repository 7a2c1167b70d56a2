import type { TargetedCall } from '../../core/call.ts'
import type { Compatibility } from '../options.ts'

/** A request of Chat Completions while it is being written. */
export interface ChatDraft {
  readonly call: TargetedCall
  readonly compatibility: Compatibility
  /** What it leaves out, in whole sentences. */
  readonly warnings: string[]
}

/** Notes that a field was left out. Of several that are left out for one reason, the first is told. */
export function leaveOut({ call, warnings }: ChatDraft, field: string, because?: string): void {
  const reason = because ?? `the provider "${call.target.provider}" does not take it.`
  if (because === undefined || !warnings.some((warning) => warning.endsWith(reason))) {
    warnings.push(`${field} was not sent: ${reason}`)
  }
}
