import { createHash } from 'node:crypto'
import type { Compatibility } from '../options.ts'

const SHORT = /^[A-Za-z0-9]{9}$/

/**
 * The id of a tool call as the server takes it. Mistral refuses ids that are not nine letters and digits, so a
 * conversation that another vendor began gets others: the same for the same, and hexadecimal.
 */
export function toolCallId(id: string, { shortToolCallIds }: Compatibility): string {
  if (!shortToolCallIds || SHORT.test(id)) return id
  return createHash('sha256').update(id).digest('hex').slice(0, 9)
}
