import { create, toJson } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  GetPolicyRequestSchema,
  type Policy,
  PolicySchema,
  ResetPolicyRequestSchema,
  UpdatePolicyRequestSchema,
} from '#gen/switchyard/v1/policy_pb.js'
import { operator } from '../../src/core/principal.ts'
import type { RequestContext } from '../../src/rpc/handler.ts'
import { getPolicy, resetPolicy, updatePolicy } from '../../src/rpc/policy.ts'
import { clock, openLive } from '../resources/live.ts'

const context = { principal: operator('local', 'local'), header: () => undefined } as unknown as RequestContext

/** Fields with a figure each, so that it is seen who set them last. */
const LEAVES = ['retry.max_retries', 'circuit.failure_threshold', 'circuit.failure_percent', 'retry_budget.percent']
const PATHS = [...LEAVES, 'retry', 'circuit', 'retry_budget', '*']

/** A policy with the same figure in all of them. */
function policyOf(figure: number): Policy {
  return create(PolicySchema, {
    retry: { maxRetries: figure },
    circuit: { failureThreshold: figure, failurePercent: figure },
    retryBudget: { percent: figure },
  })
}

/** The figures of a policy, in the order of the leaves. */
function figuresOf(policy: Policy | undefined): unknown[] {
  const json = toJson(PolicySchema, policy ?? create(PolicySchema), { useProtoFieldName: true })
  return LEAVES.map((leaf) =>
    leaf.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], json),
  )
}

const FILE = { retry: { max_retries: 10 }, circuit: { failure_threshold: 10 }, retry_budget: { percent: 10 } }
const IN_FILE = [10, 10, undefined, 10]

const change = fc.record({
  isReset: fc.boolean(),
  paths: fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 3 }),
  figure: fc.integer({ min: 1, max: 9 }),
})

describe('the policy', () => {
  it('has in each field what was set last, or what the file says, after any changes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
        const options = { ...(await openLive({ content: FILE })), clock }
        const expected = [...IN_FILE]
        for (const { isReset, paths, figure } of changes) {
          const mask = { paths }
          const { policy } = isReset
            ? await resetPolicy(options)(create(ResetPolicyRequestSchema, { resetMask: mask }), context)
            : await updatePolicy(options)(
                create(UpdatePolicyRequestSchema, { policy: policyOf(figure), updateMask: mask }),
                context,
              )
          LEAVES.forEach((leaf, index) => {
            const isIn = paths.some((path) => path === '*' || path === leaf || leaf.startsWith(`${path}.`))
            if (isIn) expected[index] = isReset ? IN_FILE[index] : figure
          })
          expect(figuresOf(policy)).toEqual(expected)
        }
        const { settings } = options.configuration
        const threshold = (expected[1] as number) || 3
        expect([settings.retry.maxRetries, settings.circuit.failureThreshold]).toEqual([expected[0], threshold])
        expect(figuresOf((await getPolicy(options)(create(GetPolicyRequestSchema), context)).policy)).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })
})
