import fc from 'fast-check'

type Json = unknown
type Node = Record<string, Json>

/** Stand for what no JSON value can say: they are replaced in the text. */
const BEYOND = '@beyond@'
const DEEP = '@deep@'

/** Deeper than JavaScript can write by its stack, and quickly read. */
const DEEP_TEXT = `${'{"0":'.repeat(9000)}1${'}'.repeat(9000)}`

/** What a hostile or sloppy server puts in the place of anything. */
const nasty: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  null,
  true,
  '',
  'NaN',
  -1,
  0,
  1.5,
  2 ** 31,
  2 ** 53,
  BEYOND,
  DEEP,
  'x'.repeat(5000),
  '__proto__',
  '$.list.__proto__.polluted',
  '$.list.length',
  '$.list[4000000000]',
  [],
  [null],
  [[['nested']]],
  ['text', 3, null, {}],
  {},
  { toString: 1, valueOf: null },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"length":4294967295}'),
)

/** One thing that goes wrong; the numbers choose what it happens to. */
export type Mutation =
  | { readonly kind: 'drop' | 'repeat' | 'move'; readonly at: number; readonly to: number }
  | { readonly kind: 'replace' | 'remove' | 'add'; readonly at: number; readonly value: Json }

const event = fc.record({ kind: fc.constantFrom('drop', 'repeat', 'move'), at: fc.nat(999), to: fc.nat(999) })
const value = fc.record({ kind: fc.constantFrom('replace', 'remove', 'add'), at: fc.nat(99_999), value: nasty })

/** Up to eight, those of values the most often. */
export const mutations = fc.array(fc.oneof({ weight: 1, arbitrary: event }, { weight: 3, arbitrary: value }), {
  maxLength: 8,
  size: 'max',
}) as fc.Arbitrary<Mutation[]>

/** The JSON texts of the values after the mutations. */
export function mutated(values: readonly Json[], applied: readonly Mutation[]): string[] {
  const list = structuredClone(values) as Json[]
  for (const mutation of applied) {
    if ('to' in mutation) mutateList(list, mutation)
    else mutateValue(list, mutation)
  }
  return list.map((item) =>
    (JSON.stringify(item) ?? 'null').replaceAll(`"${BEYOND}"`, '1e999').replaceAll(`"${DEEP}"`, DEEP_TEXT),
  )
}

function mutateList(list: Json[], { kind, at, to }: Extract<Mutation, { to: number }>): void {
  if (list.length === 0) return
  const from = at % list.length
  if (kind === 'drop') list.splice(from, 1)
  else if (kind === 'repeat') list.splice(to % list.length, 0, structuredClone(list[from]))
  else list.splice(to % list.length, 0, ...list.splice(from, 1))
}

function mutateValue(list: Json[], { kind, at, value }: Extract<Mutation, { value: Json }>): void {
  const places = placesIn(list)
  const place = places[at % places.length]
  if (!place) return
  const { holder, key } = place
  const inner = own(holder, key)
  if (kind === 'remove') delete holder[key]
  else if (kind === 'add' && typeof inner === 'object' && inner !== null)
    set(inner as Node, at % 2 ? '0' : '__proto__', value)
  else set(holder, key, value)
}

/** `__proto__` is a name like any other here, as it is to the parser of JSON. */
function set(holder: Node, key: string, value: Json): void {
  const copy = structuredClone(value)
  Object.defineProperty(holder, key, { value: copy, enumerable: true, writable: true, configurable: true })
}

function own(holder: object, key: string): Json {
  return Object.getOwnPropertyDescriptor(holder, key)?.value
}

interface Place {
  readonly holder: Node
  readonly key: string
}

/** Every value within the values, by what holds it. */
function placesIn(json: Json): Place[] {
  if (typeof json !== 'object' || json === null) return []
  return Object.keys(json).flatMap((key) => [{ holder: json as Node, key }, ...placesIn(own(json, key))])
}
