type Key = string | number
type Node = Record<Key, unknown>

/** A piece of a function's arguments. Source: https://ai.google.dev/api/caching#FunctionCall */
export interface PartialArgument {
  /** Where it belongs, such as `$.address.lines[0]`. */
  readonly jsonPath?: unknown
  readonly stringValue?: unknown
  readonly numberValue?: unknown
  readonly boolValue?: unknown
  readonly nullValue?: unknown
}

/** Far beyond what a model writes, and what a hostile server could use up our memory or stack with. */
const MAX_DEPTH = 64
const MAX_INDEX = 10_000

const STEP = /\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y

/** Arguments that come piece by piece, each with its place. A string may come in several pieces. */
export class StreamedArguments {
  // Without a prototype no place has a meaning of its own.
  readonly #root: Node = Object.create(null)

  /** False: the piece has no place. */
  add(piece: PartialArgument): boolean {
    const keys = keysOf(piece.jsonPath)
    const last = keys?.pop()
    if (!keys || last === undefined) return false
    let node: Node = this.#root
    for (const [depth, key] of keys.entries()) {
      const next = keys[depth + 1] ?? last
      node[key] ??= typeof next === 'number' ? [] : Object.create(null)
      if (typeof node[key] !== 'object') return false
      node = node[key] as Node
    }
    const value = pieceValue(piece)
    node[last] = typeof value === 'string' && typeof node[last] === 'string' ? node[last] + value : value
    return true
  }

  json(): string {
    return JSON.stringify(this.#root)
  }
}

function pieceValue({ stringValue, numberValue, boolValue }: PartialArgument): unknown {
  return stringValue ?? numberValue ?? boolValue ?? null
}

/** Source: https://www.rfc-editor.org/rfc/rfc9535 */
function keysOf(path: unknown): Key[] | undefined {
  if (typeof path !== 'string' || !path.startsWith('$')) return undefined
  const keys: Key[] = []
  STEP.lastIndex = 1
  while (STEP.lastIndex < path.length) {
    const [, name, index, quoted, doubleQuoted] = STEP.exec(path) ?? []
    const key = index === undefined ? (name ?? quoted ?? doubleQuoted) : Number(index)
    if (key === undefined || (typeof key === 'number' && key > MAX_INDEX) || keys.length >= MAX_DEPTH) return undefined
    keys.push(key)
  }
  return keys
}
