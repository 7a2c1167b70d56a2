import type { Endpoint } from './endpoint.ts'

/** An endpoint with what stands in the braces of its path. */
export interface Match {
  readonly endpoint: Endpoint
  readonly parameters: Readonly<Record<string, string>>
}

/** What a path and verb lead to. */
export type Finding =
  | ({ readonly kind: 'found' } & Match)
  | { readonly kind: 'other_verbs'; readonly allowed: readonly string[] }
  | { readonly kind: 'nothing' }

interface Entry {
  readonly pattern: readonly string[]
  readonly endpoint: Endpoint
}

/** Finds endpoints by path. Literal paths are found in one step; those with braces are few and tried in turn. */
export class EndpointTable {
  readonly #literal = new Map<string, Endpoint[]>()
  readonly #patterns: Entry[] = []

  constructor(endpoints: readonly Endpoint[]) {
    for (const endpoint of endpoints) {
      if (endpoint.path.includes('{')) this.#patterns.push({ pattern: endpoint.path.split('/'), endpoint })
      else this.#literal.set(endpoint.path, [...(this.#literal.get(endpoint.path) ?? []), endpoint])
    }
  }

  find(verb: string | undefined, path: string): Finding {
    const literal = this.#literal.get(path)?.find((endpoint) => endpoint.verb === verb)
    if (literal) return { kind: 'found', endpoint: literal, parameters: {} }
    const matches = this.#matches(path)
    const match = matches.find(({ endpoint }) => endpoint.verb === verb)
    if (match) return { kind: 'found', ...match }
    if (matches.length === 0) return { kind: 'nothing' }
    return { kind: 'other_verbs', allowed: [...new Set(matches.map(({ endpoint }) => endpoint.verb))] }
  }

  #matches(path: string): Match[] {
    const literal = this.#literal.get(path)?.map((endpoint) => ({ endpoint, parameters: {} })) ?? []
    if (this.#patterns.length === 0) return literal
    const segments = path.split('/')
    const matching = this.#patterns.flatMap(({ pattern, endpoint }) => {
      const parameters = parametersOf(pattern, segments)
      return parameters ? [{ endpoint, parameters }] : []
    })
    return [...literal, ...matching]
  }
}

function parametersOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const isOpen = pattern.at(-1)?.endsWith(REST) ?? false
  const given = isOpen ? withRestAsOne(segments, pattern.length) : segments
  if (pattern.length !== given.length) return undefined
  const parameters: [string, string][] = []
  for (const [index, expected] of pattern.entries()) {
    const segment = given[index] ?? ''
    if (!expected.startsWith('{')) {
      if (expected !== segment) return undefined
      continue
    }
    const value = decoded(segment)
    if (value === undefined || value === '') return undefined
    parameters.push([expected.slice(1, expected.endsWith(REST) ? -REST.length : -1), value])
  }
  return Object.fromEntries(parameters)
}

const REST = '...}'

function withRestAsOne(segments: readonly string[], length: number): readonly string[] {
  return [...segments.slice(0, length - 1), segments.slice(length - 1).join('/')]
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
