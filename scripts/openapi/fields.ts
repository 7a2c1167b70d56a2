import { type DescField, getOption, hasOption } from '@bufbuild/protobuf'
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt'
import { field as fieldOption } from '@bufbuild/protovalidate/gen/buf/validate/validate_pb.js'

/** Whether a request without the field breaks a rule of the contract. */
export function isRequired(field: DescField): boolean {
  if (!hasOption(field, fieldOption)) return false
  const { required, type } = getOption(field, fieldOption)
  if (required) return true
  if (type.case === 'repeated') return type.value.minItems > 0n
  if (!isAlwaysTold(field)) return false
  if (type.case === 'string') return type.value.minLen > 0n || (type.value.in.length > 0 && !type.value.in.includes(''))
  return type.case === 'enum' && type.value.notIn.includes(0)
}

/** Whether answers tell the field also where it is 0, empty or false. */
export function isAlwaysTold(field: DescField): boolean {
  return field.presence === FeatureSet_FieldPresence.IMPLICIT
}
