/** One thing that is wrong with the configuration. Its message never repeats a value, since that could be a secret. */
export interface Fault {
  /** The field, for example `providers[0].base_url`, or the environment variable; empty for the file as a whole. */
  readonly path: string
  /** What is wrong and what is allowed. */
  readonly message: string
  /** From 1; undefined when the value does not stand in the file. */
  readonly line?: number
  readonly column?: number
}

export interface Place {
  readonly line: number
  readonly column: number
}

/** A configuration that cannot be used: the message names every fault, one a line. */
export class ConfigError extends Error {
  readonly source: string
  readonly faults: readonly Fault[]

  constructor(source: string, faults: readonly Fault[]) {
    super(
      [`The configuration (${source}) cannot be used:`, ...faults.map((fault) => `  ${describeFault(fault)}`)].join(
        '\n',
      ),
    )
    this.name = 'ConfigError'
    this.source = source
    this.faults = faults
  }
}

export function describeFault({ path, message, line, column }: Fault): string {
  const place = line === undefined ? '' : `line ${line}, column ${column}: `
  return `${place}${path === '' ? '' : `${path}: `}${message}`
}

/** Gathers faults while the configuration is read, and knows where each field came from. */
export class FaultList {
  readonly #faults: Fault[] = []
  readonly #fields: string[] = []
  readonly #places = new Map<string, Place>()
  readonly #variables = new Map<string, string>()
  readonly #written = new Map<string, string>()

  get faults(): readonly Fault[] {
    return this.#faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
  }

  /** All that is known so far, to go on from more than once. */
  copy(): FaultList {
    const copy = new FaultList()
    copy.#faults.push(...this.#faults)
    copy.#fields.push(...this.#fields)
    for (const [path, place] of this.#places) copy.#places.set(path, place)
    for (const [path, variable] of this.#variables) copy.#variables.set(path, variable)
    for (const [path, written] of this.#written) copy.#written.set(path, written)
    return copy
  }

  /** Remembers where in the file a field stands. */
  locate(path: string, place: Place): void {
    this.#places.set(path, place)
  }

  /** Remembers that a field's value came from an environment variable, which is then named in its place. */
  cameFrom(path: string, variable: string): void {
    this.#variables.set(path, variable)
  }

  /** Remembers that a field, with all in it, was put together here, and by which name people wrote it. */
  standsFor(path: string, written: string): void {
    this.#written.set(path, written)
  }

  /** What is told already is not told again. */
  add(path: string, message: string): void {
    this.#fields.push(path)
    const written = this.#asWritten(path)
    const variable = this.#variables.get(written) ?? this.#variables.get(parentOf(written))
    if (this.#faults.some((fault) => fault.path === (variable ?? written) && fault.message === message)) return
    if (variable) this.#faults.push({ path: variable, message })
    else this.#faults.push({ path: written, message, ...this.#placeOf(written) })
  }

  /** For what has no field, such as a syntax error. */
  addAt(place: Place, message: string): void {
    this.#faults.push({ path: '', message, ...place })
  }

  /** Whether the field itself, or something in it, is already known to be wrong. */
  has(path: string): boolean {
    return this.#fields.some((field) => field === path || isInside(field, path))
  }

  /** Whether the field as a whole, or an item of it, or a name in it could not be read. */
  isUnreadable(path: string): boolean {
    const shape = /^(\[\d+\](\.(name|models|targets|aliases|provider|model)(\[\d+\])?)*)?$/
    return this.#fields.some((field) => field.startsWith(path) && shape.test(field.slice(path.length)))
  }

  #asWritten(path: string): string {
    for (let at = path; at !== ''; at = parentOf(at)) {
      const written = this.#written.get(at)
      if (written !== undefined) return written + path.slice(at.length)
    }
    return path
  }

  /** The place of the field, or of the nearest one around it that stands in the file. */
  #placeOf(path: string): Place | undefined {
    if (path === '') return this.#places.get(path)
    for (let at = path; at !== ''; at = parentOf(at)) {
      const place = this.#places.get(at)
      if (place) return place
    }
    return undefined
  }
}

function isInside(path: string, parent: string): boolean {
  return path.startsWith(parent) && (path[parent.length] === '.' || path[parent.length] === '[')
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0))
}
