import type { DescMessage } from '@bufbuild/protobuf'
import { GenerateChatRequestSchema, GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { placesOf } from '../../src/server/json/places.ts'
import type { RestAction, RestEndpoint } from '../../src/server/rest/rest-endpoint.ts'
import type { JsonSchema } from '../config-schema/rules.ts'
import { isRequired } from './fields.ts'
import type { Schemas } from './schemas.ts'

/** What the document says of one endpoint. */
export function operationOf({ verb, path, id, tag, summary, action }: RestEndpoint, schemas: Schemas): JsonSchema {
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...('method' in action ? schemas.describe(`${action.method.parent.name}.${action.method.name}`) : {}),
    ...parametersOf(verb, path, action, schemas),
    ...(verb === 'POST' ? bodyOf(action, schemas) : {}),
    responses: { ...responsesOf(action, schemas), 431: TOO_LONG, default: { $ref: '#/components/responses/Problem' } },
  }
}

function parametersOf(verb: string, path: string, action: RestAction, schemas: Schemas): JsonSchema {
  const fields = action.kind === 'unary' ? (action.parameters ?? {}) : {}
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    return { name, in: 'path', required: true, schema: { type: 'string' } }
  })
  const inQuery =
    verb === 'GET' && 'method' in action ? queryOf(action.method.input, Object.values(fields), schemas) : []
  const parameters = [...inPath, ...inQuery]
  return parameters.length === 0 ? {} : { parameters }
}

function queryOf(input: DescMessage, taken: readonly string[], schemas: Schemas): JsonSchema[] {
  const places = [...placesOf(input)].filter(([name, { field }]) => {
    return (field === undefined || field.name === name) && !taken.includes(name)
  })
  return places.map(([name, place]) => {
    const { description, ...schema } = schemas.ofPlace(name, place)
    const { field, within } = place
    const isJson =
      field?.fieldKind === 'map' || (field?.message && !field.message.typeName.startsWith('google.protobuf.'))
    return {
      name,
      in: 'query',
      ...(description === undefined ? {} : { description }),
      ...(field && !within && isRequired(field) && name !== 'messages' ? { required: true } : {}),
      ...(isJson ? { content: { 'application/json': { schema } } } : { schema }),
    }
  })
}

function bodyOf(action: RestAction, schemas: Schemas): JsonSchema {
  if (isAllInPath(action)) return {}
  const schema = bodySchemaOf(action, schemas)
  const isRequiredBody = action.kind !== 'missing' && !(action.kind === 'unary' && action.bodyIsOptional)
  return { requestBody: { required: isRequiredBody, content: { 'application/json': { schema } } } }
}

function isAllInPath(action: RestAction): boolean {
  if (action.kind !== 'unary') return false
  const inPath = Object.values(action.parameters ?? {})
  return action.method.input.fields.every(({ name }) => inPath.includes(name))
}

function bodySchemaOf(action: RestAction, schemas: Schemas): JsonSchema {
  switch (action.kind) {
    case 'generation':
      schemas.components.CompletionRequest ??= completionSchema(schemas)
      return { $ref: '#/components/schemas/CompletionRequest' }
    case 'missing':
      return { type: 'object' }
    default:
      return schemas.refer(action.method.input)
  }
}

/** A conversation's request has all that a prompt's has. */
function completionSchema(schemas: Schemas): JsonSchema {
  schemas.refer(GenerateChatRequestSchema)
  const { properties } = schemas.components[GenerateChatRequestSchema.name] as { properties: JsonSchema }
  const stream = { description: 'Whether the answer comes as server-sent events.', type: 'boolean' }
  return {
    description: 'A prompt or a conversation.',
    type: 'object',
    properties: { ...properties, stream },
    anyOf: [{ required: ['prompt'] }, { required: ['messages'] }],
    additionalProperties: false,
  }
}

function responsesOf(action: RestAction, schemas: Schemas): JsonSchema {
  const { generateText, generateChat, generateTextStream, generateChatStream } = LLMService.method
  switch (action.kind) {
    case 'unary': {
      const answer = json([action.method.output], schemas)
      return action.creates
        ? {
            200: { description: 'Checked; nothing was made.', content: answer },
            201: { description: 'Made.', content: answer },
          }
        : { 200: { description: 'The answer.', content: answer } }
    }
    case 'stream':
      return { 200: { description: 'The events.', content: events([action.method.output], schemas) }, 204: NOTHING }
    case 'generation': {
      const whole = json([generateText.output, generateChat.output], schemas)
      const pieces = events([generateTextStream.output, generateChatStream.output], schemas)
      return { 200: { description: 'The answer, or its events.', content: { ...whole, ...pieces } }, 204: NOTHING }
    }
    case 'missing':
      return { 501: { $ref: '#/components/responses/Problem' } }
    default:
      return action satisfies never
  }
}

const TOO_LONG: JsonSchema = { description: 'The address and the headers are longer than 16 KiB.' }

const NOTHING: JsonSchema = { description: 'The request had a Last-Event-ID: a stream is not told twice.' }

function json(outputs: readonly DescMessage[], schemas: Schemas): JsonSchema {
  return { 'application/json': { schema: oneOf(outputs, schemas) } }
}

function oneOf(outputs: readonly DescMessage[], schemas: Schemas): JsonSchema {
  const [first, ...more] = outputs.map((output) => schemas.refer(output))
  return more.length === 0 ? (first ?? {}) : { oneOf: [first, ...more] }
}

function events(outputs: readonly DescMessage[], schemas: Schemas): JsonSchema {
  const description =
    'Server-sent events: `id` counts them, `event` names what each tells, `data` is the message as JSON. A stream that fails ends with an event `error`, whose data is a problem document.'
  const data = oneOf(outputs, schemas)
  return { 'text/event-stream': { schema: { type: 'string', description }, 'x-event-data': data } }
}

/** The messages that requests are made of. */
export function requestMessages(table: readonly RestEndpoint[]): DescMessage[] {
  const inputs = table.flatMap(({ action }) => ('method' in action ? [action.method.input] : []))
  return [...inputs, GenerateTextRequestSchema, GenerateChatRequestSchema]
}
