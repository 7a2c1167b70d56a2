import type { Settings } from '../config/settings.ts'

/** Who may call, in words. */
export function describeAuthentication({ authentication }: Settings): string {
  const { apiKey, clientCertificates } = authentication
  if (apiKey && clientCertificates) return 'with a client certificate and a key'
  if (clientCertificates) return 'with a client certificate'
  return apiKey ? 'with a key' : 'loopback only, no authentication'
}

/** A line for each provider with its models. */
export function describeProviders(
  providers: readonly { name: string; models: readonly (string | { name: string })[] }[],
): string[] {
  return providers.map(({ name, models }) => {
    return `${name}: ${models.map((model) => (typeof model === 'string' ? model : model.name)).join(', ')}`
  })
}
