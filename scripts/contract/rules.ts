import {
  type DescEnum,
  type DescField,
  type DescMessage,
  type DescOneof,
  getOption,
  hasOption,
  type Message,
} from '@bufbuild/protobuf'
import { reflect } from '@bufbuild/protobuf/reflect'
import type { Duration } from '@bufbuild/protobuf/wkt'
import {
  BytesRulesSchema,
  DoubleRulesSchema,
  DurationRulesSchema,
  EnumRulesSchema,
  type FieldRules,
  FieldRulesSchema,
  field as fieldOption,
  Ignore,
  Int32RulesSchema,
  Int64RulesSchema,
  MapRulesSchema,
  message as messageOption,
  oneof as oneofOption,
  RepeatedRulesSchema,
  StringRulesSchema,
} from '@bufbuild/protovalidate/gen/buf/validate/validate_pb.js'

/** What rules of a kind say, in the order in which they are told, given what they hold; those of an enum name its values. */
type Phrases = Readonly<Record<string, (value: unknown, desc: DescEnum | undefined) => string>>

const numbers: Phrases = {
  gt: (value) => `above ${value}`,
  gte: (value) => `at least ${value}`,
  lt: (value) => `below ${value}`,
  lte: (value) => `at most ${value}`,
  finite: () => 'finite',
}

const durations: Phrases = Object.fromEntries(
  Object.entries(numbers).map(([name, phrase]) => [name, (value, desc) => phrase(seconds(value as Duration), desc)]),
)

/** Every kind of rules that the contract uses; another one is an error, so that none stays untold. */
const KINDS: Readonly<Record<string, readonly [schema: DescMessage, phrases: Phrases]>> = {
  string: [
    StringRulesSchema,
    {
      min_len: (value) => `at least ${counted(value, 'character')}`,
      max_len: (value) => `at most ${counted(value, 'character')}`,
      pattern: (value) => `matches \`${value}\``,
      prefix: (value) => `begins with \`${value}\``,
      in: (value) => `one of ${listed(value)}`,
      not_in: (value) => `not ${listed(value)}`,
    },
  ],
  bytes: [
    BytesRulesSchema,
    {
      min_len: (value) => `at least ${counted(value, 'byte')}`,
      max_len: (value) => `at most ${counted(value, 'byte')}`,
    },
  ],
  int32: [Int32RulesSchema, numbers],
  int64: [Int64RulesSchema, numbers],
  double: [DoubleRulesSchema, numbers],
  duration: [DurationRulesSchema, durations],
  enum: [
    EnumRulesSchema,
    {
      defined_only: () => 'a value that is defined',
      in: (value, desc) => `one of ${named(value, desc)}`,
      not_in: (value, desc) => `not ${named(value, desc)}`,
    },
  ],
  repeated: [
    RepeatedRulesSchema,
    {
      min_items: (value) => `at least ${counted(value, 'item')}`,
      max_items: (value) => `at most ${counted(value, 'item')}`,
      unique: () => 'no item twice',
      items: (value, desc) => `each item ${inWords(value as FieldRules, desc).join(', ')}`,
    },
  ],
  map: [
    MapRulesSchema,
    {
      max_pairs: (value) => `at most ${counted(value, 'entry')}`.replace('entrys', 'entries'),
      keys: (value) => `each key ${inWords(value as FieldRules).join(', ')}`,
      values: (value, desc) => `each value ${inWords(value as FieldRules, desc).join(', ')}`,
    },
  ],
}

/** What a field's rules ask for, in a few words each. Throws when it has one that has no words here. */
export function fieldRulesInWords(field: DescField): string[] {
  return hasOption(field, fieldOption) ? inWords(getOption(field, fieldOption), field.enum) : []
}

/** What a message's rules ask for, each in the words of the refusal. */
export function messageRulesInWords(message: DescMessage): string[] {
  if (!hasOption(message, messageOption)) return []
  return getOption(message, messageOption).cel.map((rule) => rule.message)
}

/** Whether one of the fields must be set. */
export function isOneofRequired(oneof: DescOneof): boolean {
  return hasOption(oneof, oneofOption) && getOption(oneof, oneofOption).required === true
}

function inWords(rules: FieldRules, desc?: DescEnum): string[] {
  const known = new Set(['required', 'ignore', rules.type.case])
  const unknown = factsOf(FieldRulesSchema, rules).find(([name]) => !known.has(name))
  if (unknown) throw new Error(`The rule ${unknown[0]} has no words in scripts/contract/rules.ts.`)
  const required = rules.required ? ['required'] : []
  const ignored = rules.ignore === Ignore.ALWAYS ? ['checked when what was left out is filled in'] : []
  return [...required, ...ignored, ...(rules.type.case ? ofKind(rules.type.case, rules.type.value, desc) : [])]
}

function ofKind(kind: string, rules: Message, desc?: DescEnum): string[] {
  const [schema, phrases] = KINDS[kind] ?? []
  if (!schema || !phrases) throw new Error(`Rules of ${kind} have no words in scripts/contract/rules.ts.`)
  const order = Object.keys(phrases)
  const facts = factsOf(schema, rules).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
  return facts.map(([name, value]) => {
    const phrase = phrases[name]
    if (!phrase) throw new Error(`The rule ${kind}.${name} has no words in scripts/contract/rules.ts.`)
    return phrase(value, desc)
  })
}

/** The fields that are set. */
function factsOf(schema: DescMessage, message: Message): [name: string, value: unknown][] {
  const reflected = reflect(schema, message)
  const fields = schema.fields.filter((field) => reflected.isSet(field))
  return fields.map((field) => [field.name, fieldValue(message, field)])
}

function fieldValue(message: Message, { localName, oneof }: DescField): unknown {
  const holder = message as unknown as Readonly<Record<string, unknown>>
  return oneof ? (holder[oneof.localName] as { readonly value: unknown }).value : holder[localName]
}

function counted(value: unknown, noun: string): string {
  return `${value} ${noun}${String(value) === '1' ? '' : 's'}`
}

function listed(values: unknown): string {
  return (values as readonly string[]).map((value) => (value === '' ? 'nothing' : `\`${value}\``)).join(', ')
}

function named(numbers: unknown, desc: DescEnum | undefined): string {
  return (numbers as readonly number[]).map((number) => `\`${desc?.value[number]?.name}\``).join(', ')
}

function seconds({ seconds: whole, nanos }: Duration): string {
  return `${Number(whole) + nanos / 1e9} s`
}
