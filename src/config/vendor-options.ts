import type { Provider } from '#gen/switchyard/config/v1/provider_pb.js'
import type { VendorOptions } from '../providers/options.ts'

/** What only one vendor's provider has. */
export function toVendorOptions({ anthropic, gemini }: Provider): VendorOptions {
  return {
    ...(anthropic?.apiVersion ? { anthropic: { version: anthropic.apiVersion } } : {}),
    ...(gemini ? { gemini: toGemini(gemini) } : {}),
  }
}

function toGemini({ apiVersion, vertex }: NonNullable<Provider['gemini']>) {
  const { project, location } = vertex ?? {}
  return {
    apiVersion: apiVersion || undefined,
    ...(project && location ? { vertex: { project, location } } : {}),
  }
}
