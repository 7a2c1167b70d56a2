import { isDeepStrictEqual } from 'node:util'
import { invalidParameter, unknownParameter, unsupportedParameter } from './refusals.ts'

/** Names that may be repeated in an error; what else a caller sends as one may be a piece of a prompt. */
const SHOWABLE = /^[A-Za-z_]\w{0,63}$/

/** More than any array of a request may have; each item takes far more memory than the bytes it came in. */
const MAX_ITEMS = 10_000

/**
 * The members of a JSON object that a caller sent. What is null counts as left out, as OpenAI has it. Each member is
 * read by its name; `end` refuses what nobody read. All errors are INVALID_REQUEST and name the parameter.
 */
export class Fields {
  /** Where the object stands in the request, for example `messages[0]`; empty: it is the request. */
  readonly path: string
  readonly #members: Readonly<Record<string, unknown>>
  readonly #read = new Set<string>()

  constructor(value: unknown, path: string) {
    if (!isObject(value)) throw invalidParameter(path, 'must be a JSON object', 'invalid_type')
    this.path = path
    this.#members = value
  }

  /** The parameter's name in errors, for example `messages[0].content`; that of the object for a name not to be shown. */
  pathOf(name: string): string {
    if (!SHOWABLE.test(name)) return this.path
    return this.path === '' ? name : `${this.path}.${name}`
  }

  /** Whatever stands there. */
  any(name: string): unknown {
    this.#read.add(name)
    // An own member only: `constructor` is on every object.
    return Object.hasOwn(this.#members, name) ? (this.#members[name] ?? undefined) : undefined
  }

  text(name: string): string | undefined {
    const value = this.any(name)
    if (value === undefined || typeof value === 'string') return value
    throw this.#wrongType(name, 'text')
  }

  requiredText(name: string): string {
    return this.text(name) ?? this.#missing(name)
  }

  number(name: string): number | undefined {
    const value = this.any(name)
    if (value === undefined || typeof value === 'number') return value
    throw this.#wrongType(name, 'a number')
  }

  /** A whole number, exactly. */
  integer(name: string): bigint | undefined {
    const value = this.number(name)
    if (value === undefined) return undefined
    if (!Number.isSafeInteger(value)) throw this.#wrongType(name, 'a whole number')
    return BigInt(value)
  }

  flag(name: string): boolean | undefined {
    const value = this.any(name)
    if (value === undefined || typeof value === 'boolean') return value
    throw this.#wrongType(name, 'true or false')
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.any(name)
    if (value === undefined) return undefined
    if (!Array.isArray(value)) throw this.#wrongType(name, 'an array')
    if (value.length > MAX_ITEMS) throw invalidParameter(this.pathOf(name), `must have at most ${MAX_ITEMS} items`)
    return value
  }

  /** The objects of an array. */
  objects(name: string): readonly Fields[] | undefined {
    return this.list(name)?.map((item, index) => new Fields(item, `${this.pathOf(name)}[${index}]`))
  }

  object(name: string): Fields | undefined {
    const value = this.any(name)
    return value === undefined ? undefined : new Fields(value, this.pathOf(name))
  }

  requiredObject(name: string): Fields {
    return this.object(name) ?? this.#missing(name)
  }

  /** The value that a word stands for. */
  choice<Value>(name: string, values: ReadonlyMap<string, Value>): Value | undefined {
    const word = this.text(name)
    return word === undefined ? undefined : (values.get(word) ?? this.#notAmong(name, values))
  }

  requiredChoice<Value>(name: string, values: ReadonlyMap<string, Value>): Value {
    return this.choice(name, values) ?? this.#missing(name)
  }

  /** Members that make no difference. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#read.add(name)
  }

  /** Members that are not carried: refused unless they say what holds anyway. */
  onlyHarmless(table: HarmlessValues): void {
    for (const [name, harmless] of Object.entries(table)) {
      const value = this.any(name)
      if (value === undefined || harmless === 'any') continue
      if (!harmless.some((allowed) => isDeepStrictEqual(value, allowed))) {
        throw unsupportedParameter(this.pathOf(name), harmless)
      }
    }
  }

  /** The object's names, read or not. */
  names(): readonly string[] {
    return Object.keys(this.#members)
  }

  /** Refuses members that nobody read. */
  end(): void {
    const unread = this.names().find((name) => !this.#read.has(name))
    if (unread === undefined) return
    throw unknownParameter(this.pathOf(unread), SHOWABLE.test(unread))
  }

  #wrongType(name: string, wanted: string) {
    return invalidParameter(this.pathOf(name), `must be ${wanted}`, 'invalid_type')
  }

  #missing(name: string): never {
    throw invalidParameter(this.pathOf(name), 'is required', 'missing_required_parameter')
  }

  #notAmong(name: string, values: ReadonlyMap<string, unknown>): never {
    throw invalidParameter(this.pathOf(name), `must be one of ${[...values.keys()].join(', ')}`)
  }
}

/** What members that are not carried may say, by their names; `any`: whatever they say changes no answer. */
export type HarmlessValues = Readonly<Record<string, 'any' | readonly unknown[]>>

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
