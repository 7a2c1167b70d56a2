import type { DescField, DescMessage } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { ConfigSchema } from '#gen/switchyard/config/v1/config_pb.js'
import { ProviderSchema as FileProviderSchema } from '#gen/switchyard/config/v1/provider_pb.js'
import { RouteSchema as FileRouteSchema } from '#gen/switchyard/config/v1/routing_pb.js'
import { PolicySchema } from '#gen/switchyard/v1/policy_pb.js'
import { ProviderSchema } from '#gen/switchyard/v1/provider_pb.js'
import { RouteSchema } from '#gen/switchyard/v1/route_pb.js'
import { settableFields } from '../../src/resources/field-paths.ts'

/** What the server tells of a resource, and nobody sets, the file does not have. */
const OUTPUT_ONLY_FROM = 100

/** A field as it goes over the wire and into JSON, with all that is in it. */
function shapeOf(field: DescField): unknown {
  const { name, number, fieldKind, scalar, message, presence } = field
  const kind = [fieldKind, 'listKind' in field ? field.listKind : '', scalar ?? '', presence]
  const values = field.enum?.values.map((value) => value.number)
  return { name, number, kind, values, fields: message && fieldsOf(message) }
}

function fieldsOf(desc: DescMessage): unknown {
  if (desc.typeName.startsWith('google.protobuf.')) return desc.typeName
  return desc.fields.filter(({ number }) => number < OUTPUT_ONLY_FROM).map(shapeOf)
}

describe('a resource and what the configuration file says of it', () => {
  it.each([
    ['route', RouteSchema, FileRouteSchema],
    ['provider', ProviderSchema, FileProviderSchema],
  ])('have the same fields in a %s', (_, schema: DescMessage, inFile: DescMessage) => {
    const [name, ...settable] = schema.fields.slice(0, settableFields(schema).length + 1)
    expect([name, ...settable].map((field) => field && shapeOf(field))).toEqual(inFile.fields.map(shapeOf))
  })

  it.each(settableFields(PolicySchema))('have the same fields in the policy’s $name', (field) => {
    const said = ConfigSchema.fields.find(({ name }) => name === field.name) as DescField
    expect({ ...(shapeOf(field) as object), number: 0 }).toEqual({ ...(shapeOf(said) as object), number: 0 })
  })
})
