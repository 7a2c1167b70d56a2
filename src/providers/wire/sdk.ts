import type { Secret } from '../../core/secret.ts'

/** The error that a header's check would throw later repeats the secret. */
export function checkSecret(provider: string, secret: Secret | undefined): void {
  if (secret === undefined || /^[\x21-\x7e]+$/.test(secret.reveal())) return
  throw new Error(`The key or token of the provider "${provider}" is empty or has characters that no header can carry.`)
}

/**
 * SDKs made by Stainless add headers to ours that stand in the environment (`OPENAI_CUSTOM_HEADERS`,
 * `ANTHROPIC_CUSTOM_HEADERS`), and have no option against it.
 */
export function dropForeignHeaders(sdk: object, defaultHeaders: Readonly<Record<string, string | null>>): void {
  const { _options: options } = sdk as { _options: { defaultHeaders: unknown } }
  options.defaultHeaders = defaultHeaders
}
