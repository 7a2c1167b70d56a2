import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { printJson } from '../../../scripts/config-schema/print.ts'
import { openApiDocument } from '../../../scripts/openapi/document.ts'
import { restTable } from '../../../src/server/rest/table.ts'
import { openApp } from '../../support/app.ts'
import { restOf } from '../../support/rest.ts'

const written = readFileSync('docs/reference/openapi.json', 'utf8')
const document = JSON.parse(written)

describe('the OpenAPI document', () => {
  it('is up to date', () => {
    expect(written, 'Run: node scripts/openapi.ts').toBe(printJson(openApiDocument()))
  })

  it('is told to anyone, also where callers need a key', async () => {
    const app = await openApp({}, { environment: { SWITCHYARD_API_KEY: 'k'.repeat(40) } })
    const { status, headers, text } = await restOf(app).get('/openapi.json')
    expect([status, headers.get('content-type'), text]).toEqual([200, 'application/json', written])
    expect((await restOf(app).get('/llm/models')).status).toBe(401)
  })

  it('has every endpoint once', () => {
    const told = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item as object).map((verb) => `${verb.toUpperCase()} ${path}`),
    )
    expect(told.toSorted()).toEqual(restTable.map(({ verb, path }) => `${verb} ${path}`).toSorted())
    const ids = restTable.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('speaks only of schemas that it has', () => {
    const names = [...written.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
    expect([...new Set(names)].filter((name) => !document.components.schemas[name ?? ''])).toEqual([])
  })

  it('tells bounds, short names, shorthands and what must be there', () => {
    const { GenerateTextRequest, Message, Tier, EmbedRequest } = document.components.schemas
    expect(GenerateTextRequest).toMatchObject({ required: ['prompt'], additionalProperties: false })
    expect(GenerateTextRequest.properties.temperature).toMatchObject({ type: 'number', minimum: 0, maximum: 2 })
    expect(Tier.enum).toEqual(expect.arrayContaining(['fast', 'TIER_FAST']))
    expect(Object.keys(Message.properties)).toContain('content')
    expect(EmbedRequest.required).toEqual(['model', 'inputs'])
    expect(document.components.schemas.Usage.properties.input_tokens.type).toBe('string')
  })
})
