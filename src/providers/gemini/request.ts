import { accountOf, type TargetedCall } from '../../core/call.ts'
import { invalidField } from '../../core/errors.ts'
import { defined, type WireRequest, withProviderOptions } from '../wire/request.ts'
import { contentsOf, systemInstruction } from './contents.ts'
import { generationConfig } from './generation-config.ts'
import { toolConfigOf, toolsOf } from './tools.ts'
import { warningsOf } from './warnings.ts'

type Fields = Record<string, unknown>

/** The call as a request of generateContent. Source: https://ai.google.dev/api/generate-content#method:-models.generatecontent */
export function toGeminiRequest(call: TargetedCall): WireRequest {
  const warnings = [...warningsOf(call)]
  const body = defined({
    systemInstruction: systemInstruction(call),
    contents: contentsOf(call),
    tools: toolsOf(call.request.tools),
    toolConfig: toolConfigOf(call.request.toolChoice),
  })
  return { body: withVendorOptions(body, generationConfig(call, warnings), call), warnings }
}

/** The caller's own fields for this provider, those of `generationConfig` beside ours: most of the vendor's are there. */
function withVendorOptions(body: Fields, config: Fields | undefined, call: TargetedCall): Fields {
  const extended = withProviderOptions(body, call)
  if (config === undefined) return extended
  if (extended.generationConfig === undefined) return { ...extended, generationConfig: config }
  const field = `options.provider_options["${accountOf(call.target.provider)}"].generationConfig`
  const extra = extended.generationConfig
  if (typeof extra !== 'object' || extra === null) throw invalidField(field, 'must be an object')
  const twice = Object.keys(extra).find((key) => Object.hasOwn(config, key))
  if (twice !== undefined) throw invalidField(`${field}.${twice}`, 'the request already sets this field')
  return { ...extended, generationConfig: { ...config, ...extra } }
}
