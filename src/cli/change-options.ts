import type { Command } from 'commander'
import type { GlobalOptions } from './global-options.ts'

/** With what care a resource is changed. */
export type ChangeOptions = GlobalOptions & { readonly etag?: string; readonly validateOnly?: boolean }

export function withChecks(command: Command): Command {
  return command
    .option('--etag <etag>', 'change it only if it still has this etag')
    .option('--validate-only', 'check, and change nothing')
}
