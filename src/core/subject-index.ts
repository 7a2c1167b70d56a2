import type { Call, Target } from './call.ts'
import { type Dimension, dimensionOf, dimensions, type Subject } from './subject.ts'

/** All subjects that set the same fields, by the values of these. */
interface Shape<Item> {
  readonly set: readonly Dimension[]
  readonly items: Map<string, Item[]>
}

/** Finds what is about a call by one look-up for each combination of fields that any subject sets, however many there are. */
export class SubjectIndex<Item> {
  readonly #shapes: readonly Shape<Item>[]

  constructor(items: Iterable<readonly [Subject, Item]>) {
    const shapes = new Map<string, Shape<Item>>()
    for (const [subject, item] of items) {
      const set = dimensions.filter((dimension) => subject[dimension] !== '')
      const shape = shapes.get(set.join()) ?? { set, items: new Map<string, Item[]>() }
      shapes.set(set.join(), shape)
      const key = set.map((dimension) => subject[dimension]).join('\n')
      shape.items.set(key, [...(shape.items.get(key) ?? []), item])
    }
    this.#shapes = [...shapes.values()]
  }

  get isEmpty(): boolean {
    return this.#shapes.length === 0
  }

  /** Undefined when there is none, which is the usual case and makes nothing. */
  find(call: Call, target: Target | undefined): readonly Item[] | undefined {
    let found: readonly Item[] | undefined
    for (const { set, items } of this.#shapes) {
      const here = items.get(keyOf(set, call, target))
      if (here) found = found ? [...found, ...here] : here
    }
    return found
  }
}

function keyOf(set: readonly Dimension[], call: Call, target: Target | undefined): string {
  let key = ''
  for (let index = 0; index < set.length; index++) {
    const value = dimensionOf(set[index] as Dimension, call, target)
    key = index === 0 ? value : `${key}\n${value}`
  }
  return key
}
