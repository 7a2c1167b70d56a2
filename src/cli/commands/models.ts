import { create, toJson } from '@bufbuild/protobuf'
import { ListModelsResponseSchema, LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { type Model, type ModelPrice, Tier } from '#gen/switchyard/v1/model_pb.js'
import type { ServerClient } from '../client.ts'
import { connect, type GlobalOptions } from '../global-options.ts'
import { toldPrice } from '../model-table.ts'
import { table } from '../table.ts'
import { print, type Terminal } from '../terminal.ts'

const TIMEOUT_MS = 10_000
const PAGE_SIZE = 1000

/** Lists everything that can be called. */
export async function models(terminal: Terminal, options: GlobalOptions): Promise<number> {
  const client = connect(options, terminal)
  try {
    const found = await listAll(client)
    print(terminal, options.output === 'json' ? asJson(found) : asTable(found))
    return 0
  } finally {
    client.close()
  }
}

async function listAll(client: ServerClient): Promise<Model[]> {
  const found: Model[] = []
  let pageToken = ''
  do {
    const request = { pageSize: PAGE_SIZE, pageToken }
    const page = await client.unary(LLMService.method.listModels, request, { timeoutMs: TIMEOUT_MS })
    found.push(...page.models)
    pageToken = page.nextPageToken
  } while (pageToken !== '')
  return found
}

function asJson(found: Model[]): string {
  return JSON.stringify(toJson(ListModelsResponseSchema, create(ListModelsResponseSchema, { models: found })), null, 2)
}

function asTable(found: readonly Model[]): string {
  const rows = found.map((model) => [
    model.name,
    model.providers.join(', '),
    model.tier === Tier.UNSPECIFIED ? '' : Tier[model.tier].toLowerCase(),
    model.aliases.join(', '),
    priceOf(model.price),
  ])
  return table([['MODEL', 'PROVIDERS', 'TIER', 'ALIASES', 'PRICE PER MILLION TOKENS'], ...rows])
}

function priceOf(price: ModelPrice | undefined): string {
  if (!price) return ''
  const guess = price.estimated ? ' (estimated)' : ''
  return `${toldPrice(price)}${guess}`
}
