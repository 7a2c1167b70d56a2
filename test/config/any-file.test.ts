import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { ConfigSchema } from '#gen/switchyard/config/v1/config_pb.js'
import { ConfigError } from '../../src/config/faults.ts'
import { load } from './load-config.ts'

const fieldNames = ConfigSchema.fields.flatMap((field) => [
  field.name,
  ...(field.message?.fields.map((inner) => inner.name) ?? []),
])

/** Values in the shape of a file, under real and invented names. */
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant('30s')),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...fieldNames), fc.string()), tie('tree'), { maxKeys: 6 }),
  ),
}))

function isAcceptedOrRefused(text: string): boolean {
  try {
    load(text)
    return true
  } catch (error) {
    return error instanceof ConfigError && error.faults.length > 0
  }
}

describe('any file whatever', () => {
  it('is accepted or refused with its faults, when it is YAML', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fieldNames), tree), (value) => {
        expect(isAcceptedOrRefused(stringify(value))).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('is accepted or refused with its faults, when it is noise', () => {
    const token = fc.constantFrom(
      'providers',
      ':',
      ' ',
      '\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&a',
      '*a',
      '"',
      '!',
      '|',
      '<<',
      '?',
      '#',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(token, fc.string()), { maxLength: 30 }), (tokens) => {
        expect(isAcceptedOrRefused(tokens.join(''))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
