import type { VendorModel } from '../provider.ts'
import { type ErrorContext, malformed } from '../wire/errors.ts'
import { readJson } from '../wire/response.ts'
import { limitOf } from '../wire/untrusted.ts'
import type { Client } from './client.ts'
import { modelName } from './model-name.ts'

/** A list without end is cut here; the vendor's is one or two pages long. */
const MAX_PAGES = 20

/** Source: https://ai.google.dev/api/models */
export async function listModels(client: Client, context: ErrorContext, signal: AbortSignal): Promise<VendorModel[]> {
  const models: VendorModel[] = []
  let pageToken = ''
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const json = await readJson(await client.models(pageToken, signal), context)
    for (const model of modelsIn(json, context)) models.push(model)
    if (typeof json.nextPageToken !== 'string' || json.nextPageToken === '') break
    pageToken = json.nextPageToken
  }
  return models
}

interface Listed {
  readonly name?: unknown
  readonly inputTokenLimit?: unknown
  readonly outputTokenLimit?: unknown
  readonly supportedGenerationMethods?: unknown
}

/** Vertex AI calls the list differently, and tells names only. A page without models has no list. */
function modelsIn(json: Record<string, unknown>, context: ErrorContext): VendorModel[] {
  const { models, publisherModels = [] } = json
  const listed = models ?? publisherModels
  if (Array.isArray(json) || !Array.isArray(listed)) throw malformed(context, 'a JSON object that is no list of models')
  return listed.filter(isUsable).map(modelOf)
}

/** Whether it writes or embeds: others make films, or speak over a connection that stays open. */
function isUsable(listed: Listed | null): listed is Listed & { name: string } {
  const methods = listed?.supportedGenerationMethods
  if (typeof listed?.name !== 'string' || modelName(listed.name) === '') return false
  return !Array.isArray(methods) || methods.some((method) => method === 'generateContent' || method === 'embedContent')
}

function modelOf({ name, inputTokenLimit, outputTokenLimit }: Listed & { name: string }): VendorModel {
  const input = limitOf(inputTokenLimit)
  const output = limitOf(outputTokenLimit)
  const contextWindow = input === undefined || output === undefined ? undefined : input + output
  return { name: modelName(name), contextWindow, maxOutputTokens: output }
}
