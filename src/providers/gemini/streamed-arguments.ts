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

/** Elements of lists that may be passed over, of all lists together: each becomes a `null`. */
const MAX_GAPS = 100

const STEP = /\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y

/** Arguments that come piece by piece, each with its place. A string may come in several pieces. */
export class StreamedArguments {
  // Without a prototype no place has a meaning of its own.
  readonly #root: Node = Object.create(null)
  #gaps = 0

  /** False: the piece has no place. */
  add(piece: PartialArgument): boolean {
    const keys = keysOf(piece.jsonPath)
    const last = keys?.pop()
    if (!keys || last === undefined) return false
    let node: Node = this.#root
    for (const [depth, key] of keys.entries()) {
      if (!this.#canHold(node, key)) return false
      const next = keys[depth + 1] ?? last
      node[key] ??= typeof next === 'number' ? [] : Object.create(null)
      if (typeof node[key] !== 'object') return false
      node = node[key] as Node
    }
    if (!this.#canHold(node, last)) return false
    const value = pieceValue(piece)
    node[last] = typeof value === 'string' && typeof node[last] === 'string' ? node[last] + value : value
    return true
  }

  json(): string {
    return JSON.stringify(this.#root)
  }

  /** A list holds elements alone: its other names are its length and what all lists of the process share. */
  #canHold(node: Node, key: Key): boolean {
    if (!Array.isArray(node)) return true
    if (typeof key !== 'number') return false
    if (key > node.length) this.#gaps += key - node.length
    return this.#gaps <= MAX_GAPS
  }
}

function pieceValue({ stringValue, numberValue, boolValue }: PartialArgument): string | number | boolean | null {
  if (typeof stringValue === 'string') return stringValue
  if (typeof numberValue === 'number') return numberValue
  return typeof boolValue === 'boolean' ? boolValue : null
}

/** Source: https://www.rfc-editor.org/rfc/rfc9535 */
function keysOf(path: unknown): Key[] | undefined {
  if (typeof path !== 'string' || !path.startsWith('$')) return undefined
  const keys: Key[] = []
  STEP.lastIndex = 1
  while (STEP.lastIndex < path.length) {
    const [, name, index, quoted, doubleQuoted] = STEP.exec(path) ?? []
    const key = index === undefined ? (name ?? quoted ?? doubleQuoted) : Number(index)
    if (key === undefined || keys.length >= MAX_DEPTH) return undefined
    keys.push(key)
  }
  return keys
}
