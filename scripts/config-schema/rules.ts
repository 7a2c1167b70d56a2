import { type DescField, getOption, hasOption } from '@bufbuild/protobuf'
import { type FieldRules, field as fieldOption } from '@bufbuild/protovalidate/gen/buf/validate/validate_pb.js'

export type JsonSchema = { readonly [name: string]: unknown }

/** What the validation rules of a field mean in JSON Schema: for the field itself, and for its items or values. */
export function fieldRules(field: DescField): { own: JsonSchema; items: JsonSchema } {
  if (!hasOption(field, fieldOption)) return { own: {}, items: {} }
  const { type } = getOption(field, fieldOption)
  if (type.case === 'repeated') {
    const { minItems, maxItems, items } = type.value
    return { own: { ...count('minItems', minItems), ...count('maxItems', maxItems) }, items: valueRules(items) }
  }
  if (type.case === 'map') {
    const { maxPairs, keys, values } = type.value
    const allowed = valueRules(keys)
    const names = allowed.enum ? { propertyNames: allowed } : {}
    return { own: { ...count('maxProperties', maxPairs), ...names }, items: valueRules(values) }
  }
  return { own: valueRules(getOption(field, fieldOption)), items: {} }
}

function valueRules(rules: FieldRules | undefined): JsonSchema {
  const type = rules?.type
  switch (type?.case) {
    case 'string': {
      const { minLen, maxLen, pattern, in: allowed } = type.value
      if (allowed.length > 0) return { type: 'string', enum: allowed.filter((value) => value !== '') }
      return { ...count('minLength', minLen), ...count('maxLength', maxLen), ...(pattern ? { pattern } : {}) }
    }
    case 'int32':
    case 'int64':
    case 'double':
      return { ...bound(type.value.greaterThan), ...bound(type.value.lessThan) }
    default:
      return {}
  }
}

const BOUNDS: Readonly<Record<string, string>> = {
  gt: 'exclusiveMinimum',
  gte: 'minimum',
  lt: 'exclusiveMaximum',
  lte: 'maximum',
}

function bound(rule: { case: string | undefined; value?: unknown }): JsonSchema {
  const name = BOUNDS[rule.case ?? '']
  return name ? { [name]: Number(rule.value) } : {}
}

/** 0 means that the rule is not set. */
function count(name: string, value: bigint): JsonSchema {
  return value > 0n ? { [name]: Number(value) } : {}
}
