import type { Settings } from '../config/settings.ts'

/** Who may call, in words. */
export function describeAuthentication({ authentication }: Settings): string {
  const { apiKey, clientCertificates, tokenIssuers, virtualKeys } = authentication
  const credentials = [
    ...(clientCertificates ? ['a client certificate'] : []),
    ...(apiKey || virtualKeys ? ['a key'] : []),
    ...(tokenIssuers.length > 0 ? [`a token of ${tokenIssuers.map(({ name }) => name).join(', ')}`] : []),
  ]
  if (credentials.length === 0) return 'loopback only; without authentication until there is a virtual key'
  return `with ${credentials.join(' and ')}`
}

/** A line for each provider with its models. */
export function describeProviders(
  providers: readonly { name: string; models: readonly (string | { name: string })[] }[],
): string[] {
  return providers.map(({ name, models }) => {
    return `${name}: ${models.map((model) => (typeof model === 'string' ? model : model.name)).join(', ')}`
  })
}
