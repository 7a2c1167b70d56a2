import { clone, create, type DescMessage, toJson } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PolicySchema } from '#gen/switchyard/v1/policy_pb.js'
import { RouteBalance, RouteSchema } from '#gen/switchyard/v1/route_pb.js'
import {
  clearPath,
  copyPath,
  joinPaths,
  pathsOfMask,
  settableFields,
  withoutPath,
} from '../../src/resources/field-paths.ts'

/** Every path that leads to a field of the message, at any depth. */
function allPaths(desc: DescMessage, within = ''): string[] {
  const fields = within === '' ? settableFields(desc) : desc.fields
  return fields.flatMap((field) => {
    const path = `${within}${field.name}`
    const inner = field.fieldKind === 'message' && !field.message.typeName.startsWith('google.protobuf.')
    return inner ? [path, ...allPaths(field.message, `${path}.`)] : [path]
  })
}

const full = create(PolicySchema, {
  allowedModels: ['a', 'b'],
  defaultModel: 'a',
  selection: { text: { taskType: 'code', tier: 1, preferredProviders: ['p'], weights: weights(2) } },
  retry: {
    maxRetries: 0,
    initialDelay: { seconds: 1n },
    maxDelay: { seconds: 2n },
    strategy: 2,
    byReason: { UPSTREAM_ERROR: { maxRetries: 1 } },
  },
  retryBudget: { percent: 0, minPerSecond: 3 },
  circuit: {
    failureThreshold: 3,
    openDuration: { seconds: 7n },
    maxOpenDuration: { seconds: 8n },
    failurePercent: 9,
    accountFailureThreshold: 2,
  },
  defaultOptions: { temperature: 0, maxOutputTokens: 5n, stop: ['.'], labels: { team: 'x' } },
})

function weights(value: number) {
  const names = ['tier', 'taskType', 'reliability', 'preferredProvider', 'defaultModel', 'price', 'latency', 'order']
  return Object.fromEntries(names.map((name) => [name, value]))
}

/** The value at a path of the message's JSON; undefined where nothing is set. */
function at(message: typeof full, path: string): unknown {
  const json = toJson(PolicySchema, message, { useProtoFieldName: true })
  return path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], json)
}

const paths = allPaths(PolicySchema)
const somePaths = fc.uniqueArray(fc.constantFrom(...paths))

describe('a path', () => {
  it.each(paths)('%s takes over what it leads to, and that alone', (path) => {
    const taken = create(PolicySchema)
    copyPath(PolicySchema, path, full, taken)
    expect(at(taken, path)).toEqual(at(full, path))
    const elsewhere = paths.filter((other) => !other.startsWith(path) && !path.startsWith(`${other}.`))
    expect(elsewhere.filter((other) => at(taken, other) !== undefined)).toEqual([])
  })

  it.each(paths)('%s unsets what is not set where it takes from', (path) => {
    const cleared = clone(PolicySchema, full)
    clearPath(PolicySchema, path, cleared)
    expect(Object.keys((at(cleared, path) as object | undefined) ?? {})).toEqual([])
  })

  it('takes over a copy: later changes of one do not show in the other', () => {
    const taken = create(PolicySchema)
    copyPath(PolicySchema, 'allowed_models', full, taken)
    taken.allowedModels.push('c')
    expect(full.allowedModels).toEqual(['a', 'b'])
  })
})

describe('a mask', () => {
  const route = create(RouteSchema, { name: 'r', balance: RouteBalance.STICKY, stickyKey: 'team' })

  it('that is empty means all fields that are set', () => {
    expect(pathsOfMask(RouteSchema, [], route, 'update_mask')).toEqual(['balance', 'sticky_key'])
  })

  it('of `*` means all fields', () => {
    const all = ['targets', 'balance', 'sticky_key', 'content_filter_fallback', 'hedge']
    expect(pathsOfMask(RouteSchema, ['*'], route, 'update_mask')).toEqual(all)
  })

  it.each(['nope', 'name', 'etag', 'targets.provider', 'balance.x', '', 'retry', '__proto__', 'constructor'])(
    'with `%s` is refused, naming it',
    (path) => {
      const read = () => pathsOfMask(RouteSchema, ['balance', path], route, 'update_mask')
      expect(read).toThrow(`update_mask: \`${path}\` is no field that can be changed`)
    },
  )

  it('does not lead into durations and other messages of the standard', () => {
    expect(() => pathsOfMask(PolicySchema, ['circuit.open_duration.seconds'], full, 'm')).toThrow('is no field')
  })
})

describe('a set of paths', () => {
  it('holds none that lies in another, whatever the order in which they are joined', () => {
    fc.assert(
      fc.property(somePaths, fc.integer(), (some, turn) => {
        const joined = joinPaths(some)
        expect(joined.some((path) => joined.some((other) => path.startsWith(`${other}.`)))).toBe(false)
        expect(some.every((path) => joined.some((other) => path === other || path.startsWith(`${other}.`)))).toBe(true)
        const turned =
          some.length === 0 ? [] : [...some.slice(turn % some.length), ...some.slice(0, turn % some.length)]
        expect(joinPaths(turned)).toEqual(joined)
      }),
    )
  })

  it('without a path covers every other field that it covered, and nothing of that one', () => {
    const leaves = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}.`)))
    const covers = (set: string[], leaf: string) => set.some((path) => leaf === path || leaf.startsWith(`${path}.`))
    fc.assert(
      fc.property(somePaths, fc.constantFrom(...paths), (some, removed) => {
        const left = withoutPath(PolicySchema, joinPaths(some), removed)
        const expected = leaves.filter((leaf) => covers(some, leaf) && !covers([removed], leaf))
        expect(leaves.filter((leaf) => covers(left, leaf))).toEqual(expected)
      }),
    )
  })
})
