import { isLoopback, parseAddress } from '../config/address.ts'
import { CommandError, UsageError } from './errors.ts'
import { readAll } from './fragment-input.ts'
import type { GlobalOptions } from './global-options.ts'
import { note, type Terminal } from './terminal.ts'

/** How a command is given a key. Never as a word: those show in lists of processes and in the shell's history. */
export interface KeyOptions {
  /** The variable that holds it. */
  readonly apiKeyEnv?: string
  /** Whether it is read from standard input. */
  readonly apiKeyStdin?: boolean
}

/** The key of a provider; empty: none was given. */
export async function providerKey(options: KeyOptions & GlobalOptions, terminal: Terminal): Promise<string> {
  const { apiKeyEnv, apiKeyStdin } = options
  if (apiKeyEnv === undefined && !apiKeyStdin) return ''
  if (apiKeyEnv !== undefined && apiKeyStdin) throw new UsageError('Use --api-key-env or --api-key-stdin, not both.')
  warnOfCleartext(options, terminal)
  const key = apiKeyStdin ? await readAll(terminal.input) : (terminal.environment[apiKeyEnv ?? ''] ?? '')
  if (key.trim() !== '') return key.trim()
  // What stands there instead of a name may be the key itself.
  throw new CommandError(apiKeyStdin ? 'Standard input holds no key.' : '--api-key-env names no variable that is set.')
}

function warnOfCleartext({ server, tls, ca }: GlobalOptions, terminal: Terminal): void {
  const host = parseAddress(server)?.host ?? ''
  if (tls || ca !== undefined || isLoopback(host)) return
  note(terminal, "Warning: the provider's key travels in clear to another machine; use --tls.")
}
