import { BinaryReader } from '@bufbuild/protobuf/wire'

/** A field of a message of OTLP: its name, and how it is read. Source: https://github.com/open-telemetry/opentelemetry-proto */
type Field = readonly [
  name: string,
  read: 'bytes' | 'hex' | 'string' | 'bool' | 'int' | 'fixed' | 'double' | 'fixeds' | 'doubles' | Message,
]
interface Message {
  readonly [number: number]: Field
}

const anyValue: Record<number, Field> = {
  1: ['value', 'string'],
  2: ['value', 'bool'],
  3: ['value', 'int'],
  4: ['value', 'double'],
}
anyValue[5] = ['values', { 1: ['values', anyValue] }]
const keyValue: Message = { 1: ['key', 'string'], 2: ['value', anyValue] }
const resource: Message = { 1: ['attributes', keyValue] }

const span: Message = {
  1: ['traceId', 'hex'],
  2: ['spanId', 'hex'],
  3: ['traceState', 'string'],
  4: ['parentSpanId', 'hex'],
  5: ['name', 'string'],
  6: ['kind', 'int'],
  7: ['start', 'fixed'],
  8: ['end', 'fixed'],
  9: ['attributes', keyValue],
  11: ['events', {}],
  15: ['status', { 2: ['message', 'string'], 3: ['code', 'int'] }],
}

const histogramPoint: Message = {
  4: ['count', 'fixed'],
  5: ['sum', 'double'],
  6: ['counts', 'fixeds'],
  7: ['bounds', 'doubles'],
  9: ['attributes', keyValue],
}
const metric: Message = {
  1: ['name', 'string'],
  3: ['unit', 'string'],
  9: ['histogram', { 1: ['points', histogramPoint] }],
}

/** What all bodies have in common. */
export const resourceRequest: Message = { 1: ['resources', { 1: ['resource', resource] }] }
/** A body at `/v1/traces`. */
export const traceRequest: Message = {
  1: ['resources', { 1: ['resource', resource], 2: ['scopes', { 2: ['spans', span], 3: ['schemaUrl', 'string'] }] }],
}
/** A body at `/v1/metrics`. */
export const metricRequest: Message = {
  1: ['resources', { 1: ['resource', resource], 2: ['scopes', { 2: ['metrics', metric] }] }],
}

/** Every field by its name, in the order in which it came. */
export type Read = { readonly [name: string]: readonly ReadValue[] | undefined }
export type ReadValue = Read | string | number | boolean | bigint | readonly number[] | readonly bigint[]

export function readMessage(bytes: Uint8Array, message: Message): Read {
  const reader = new BinaryReader(bytes)
  const read: Record<string, ReadValue[]> = {}
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag()
    const field = message[number]
    if (!field) reader.skip(wireType, number)
    else read[field[0]] = [...(read[field[0]] ?? []), readValue(reader, field[1])]
  }
  return read
}

function readValue(reader: BinaryReader, kind: Field[1]): ReadValue {
  switch (kind) {
    case 'string':
      return reader.string()
    case 'bytes':
    case 'hex':
      return Buffer.from(reader.bytes()).toString('hex')
    case 'bool':
      return reader.bool()
    case 'int':
      return Number(reader.int64())
    case 'fixed':
      return BigInt(reader.fixed64())
    case 'double':
      return reader.double()
    case 'fixeds':
      return packed(reader.bytes(), (inner) => BigInt(inner.fixed64()))
    case 'doubles':
      return packed(reader.bytes(), (inner) => inner.double())
    default:
      return readMessage(reader.bytes(), kind)
  }
}

function packed<Item>(bytes: Uint8Array, readItem: (reader: BinaryReader) => Item): Item[] {
  const reader = new BinaryReader(bytes)
  const items: Item[] = []
  while (reader.pos < reader.len) items.push(readItem(reader))
  return items
}
