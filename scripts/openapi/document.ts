import { readFileSync } from 'node:fs'
import { AttemptSchema } from '#gen/switchyard/v1/usage_pb.js'
import { PROBLEM_TYPE } from '../../src/server/rest/problem.ts'
import { restTable } from '../../src/server/rest/table.ts'
import { contractFiles, readComments } from '../config-schema/comments.ts'
import type { JsonSchema } from '../config-schema/rules.ts'
import { operationOf, requestMessages } from './operations.ts'
import { Schemas } from './schemas.ts'

const DESCRIPTION = `What is served as REST beside gRPC, gRPC-Web and Connect. All doors lead to the same methods.

Answers are protobuf's JSON with the names of the contract; 64-bit integers are text. Requests may name fields in lowerCamelCase
too, enums by their short names, and options beside \`options\` as well as within. Unknown fields are refused.

The header \`connect-timeout-ms\` bounds a call, \`idempotency-key\` is \`idempotency_key\`, \`x-request-id\` comes back.`

/** The OpenAPI document of the REST door. */
export function openApiDocument(): JsonSchema {
  const schemas = new Schemas(readComments(contractFiles()), requestMessages(restTable))
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const row of restTable) {
    paths[row.path] = { ...paths[row.path], [row.verb.toLowerCase()]: operationOf(row, schemas) }
  }
  const problem = problemSchema(schemas)
  return {
    openapi: '3.1.0',
    info: { title: 'Switchyard', version: versionOf(), description: DESCRIPTION, license: LICENSE },
    servers: [{ url: '/', description: 'The web port' }],
    security: [{}, { bearer: [] }, { apiKey: [] }],
    tags: [...new Set(restTable.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: sorted({ ...schemas.components, Problem: problem }),
      responses: { Problem: PROBLEM_RESPONSE },
      securitySchemes: SECURITY,
    },
  }
}

const LICENSE = { name: 'Apache-2.0', identifier: 'Apache-2.0' }

const SECURITY = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'A virtual key, the operator’s key, or a token of an issuer.',
  },
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'A virtual key or the operator’s key.' },
}

const PROBLEM_RESPONSE = {
  description: 'An error, as RFC 9457 writes it.',
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
}

function problemSchema(schemas: Schemas): JsonSchema {
  const text = { type: 'string' }
  const pairs = (...names: string[]) => {
    const properties = Object.fromEntries(names.map((name) => [name, text]))
    return { type: 'array', items: { type: 'object', properties, required: names } }
  }
  return {
    description: 'An error. Decide by `reason`; the page docs/reference/errors.md tells of each.',
    type: 'object',
    properties: {
      type: { type: 'string', format: 'uri', examples: ['urn:switchyard:error:MODEL_NOT_FOUND'] },
      title: text,
      status: { type: 'integer' },
      detail: text,
      instance: { type: 'string', description: 'The id of the request, as in `x-request-id`.' },
      reason: { type: 'string', description: 'A name of ErrorReason without its prefix.' },
      metadata: { type: 'object', additionalProperties: text },
      retry_after_ms: { type: 'integer', description: 'There exactly when a retry can help.' },
      violations: pairs('field', 'description'),
      quota: pairs('subject', 'description'),
      response_id: { type: 'string', description: 'The call that it ended, as in the ledger and the logs.' },
      attempts: { type: 'array', items: schemas.refer(AttemptSchema) },
      omitted_attempts: { type: 'integer' },
    },
    required: ['type', 'title', 'status', 'detail', 'instance', 'reason'],
  }
}

function versionOf(): string {
  return JSON.parse(readFileSync('package.json', 'utf8')).version
}

function sorted(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
