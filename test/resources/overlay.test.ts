import { create, toJsonString } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigSchema } from '#gen/switchyard/config/v1/config_pb.js'
import { PolicySchema } from '#gen/switchyard/v1/policy_pb.js'
import { joinPaths } from '../../src/resources/field-paths.ts'
import { overlayOf } from '../../src/resources/overlay.ts'
import { writePolicy } from '../../src/resources/policy-resource.ts'
import type { StoredResource } from '../../src/resources/repository.ts'
import { faultsOf } from '../config/load-config.ts'
import { settingsOf, stored, storedPolicy, storedRoute } from './fixture.ts'

const file = {
  routes: [{ name: 'fast', targets: [{ provider: 'p', model: 'one' }] }],
  allowed_models: ['fast', 'one', 'two'],
  retry: { max_retries: 1, initial_delay: '1s' },
  circuit: { failure_threshold: 7, open_duration: '3s' },
}

function laid(content: object, resources: readonly StoredResource[], environment: Record<string, string> = {}) {
  return settingsOf(content, environment).draft.toSettings(overlayOf(resources))
}

describe('stored resources over the file', () => {
  it('change nothing when there are none', () => {
    const settings = settingsOf(file)
    expect(settings.draft.toSettings(overlayOf([]))).toEqual(settings)
  })

  it('leave what the file says as it was read, however often they are laid over it', () => {
    const { draft } = settingsOf(file)
    const before = toJsonString(ConfigSchema, draft.config)
    const first = draft.toSettings(overlayOf([storedRoute('fast', 'two'), storedPolicy(['retry'], {})]))
    expect(draft.toSettings(overlayOf([storedRoute('fast', 'two'), storedPolicy(['retry'], {})]))).toEqual(first)
    expect(toJsonString(ConfigSchema, draft.config)).toBe(before)
  })

  it('a route takes the place of the file’s, another one is added', () => {
    const { routes } = laid(file, [storedRoute('new', 'three'), storedRoute('fast', 'two')])
    expect(routes.map(({ name, targets }) => [name, targets.map(({ model }) => model)])).toEqual([
      ['fast', ['two']],
      ['new', ['three']],
    ])
  })

  it('a policy wins field by field, and the rest follows the file', () => {
    const policy = storedPolicy(['allowed_models', 'retry.max_retries', 'circuit.failure_threshold'], {
      allowedModels: ['two'],
      retry: { maxRetries: 4, initialDelay: { seconds: 9n } },
      circuit: { failureThreshold: 2 },
    })
    expect(laid(file, [policy])).toMatchObject({
      allowedModels: ['two'],
      defaultModel: 'two',
      retry: { maxRetries: 4, initialDelayMs: 1000 },
      circuit: { failureThreshold: 2, openMs: 3000 },
    })
  })

  it('a field that is set to nothing has its default, not what the file says', () => {
    const { allowedModels, retry } = laid(file, [storedPolicy(['allowed_models', 'retry'], {})])
    expect([allowedModels, retry.maxRetries, retry.initialDelayMs]).toEqual([[], 3, 500])
  })

  it('win over the environment', () => {
    const environment = { ALLOWED_MODELS: 'one', LLM_MAX_RETRIES: '9', LLM_PROVIDER: 'p', LLM_CIRCUIT_TIMEOUT: '4' }
    const policy = storedPolicy(['allowed_models', 'default_model', 'retry.max_retries'], {
      allowedModels: ['two', 'three'],
      defaultModel: 'three',
      retry: { maxRetries: 2 },
    })
    expect(laid(file, [policy], environment)).toMatchObject({
      allowedModels: ['two', 'three'],
      defaultModel: 'three',
      retry: { maxRetries: 2 },
      circuit: { openMs: 4000 },
    })
  })

  it('give the same in whatever order they are stored', () => {
    const resources = [storedRoute('a', 'one'), storedRoute('b', 'two'), storedRoute('fast', 'three')]
    const policy = storedPolicy(['allowed_models'], { allowedModels: ['a', 'b', 'fast'] })
    const expected = laid(file, [...resources, policy])
    fc.assert(
      fc.property(fc.shuffledSubarray([...resources, policy], { minLength: 4 }), (shuffled) => {
        expect(laid(file, shuffled)).toEqual(expected)
      }),
      { numRuns: 24 },
    )
  })

  it('a policy gives the same in whatever order its fields were set', () => {
    const paths = ['retry.max_retries', 'retry.strategy', 'circuit', 'retry_budget.percent', 'default_options.seed']
    const said = create(PolicySchema, {
      retry: { maxRetries: 2, strategy: 2 },
      circuit: { failurePercent: 70 },
      retryBudget: { percent: 5 },
      defaultOptions: { seed: 4n },
    })
    const inOrder = (setPaths: string[]) => stored('policy', 'default', writePolicy({ ...said, setPaths }))
    const expected = laid(file, [inOrder(joinPaths(paths))])
    fc.assert(
      fc.property(fc.shuffledSubarray(paths, { minLength: paths.length }), (shuffled) => {
        expect(laid(file, [inOrder(shuffled)])).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })
})

describe('a fault', () => {
  const faults = (content: object, resources: StoredResource[], subject?: StoredResource) =>
    faultsOf(() => settingsOf(content).draft.toSettings(overlayOf(resources, subject)))

  it('in the subject of a request is told by the request’s field', () => {
    const route = storedRoute('fast', 'nope')
    const [fault] = faults(file, [route], route)
    expect([fault?.path, fault?.line]).toEqual(['route.targets[0].model', undefined])
    const policy = storedPolicy(['circuit.failure_percent', 'allowed_models'], {
      circuit: { failurePercent: 101 },
      allowedModels: ['nope'],
    })
    const fields = faults(file, [policy], policy).map(({ path }) => path)
    expect(fields).toEqual(['policy.circuit.failure_percent', 'policy.allowed_models[0]'])
  })

  it('in another resource is told by that resource', () => {
    expect(faults(file, [storedRoute('gpt-5.1', 'nope')])).toMatchObject([
      { path: 'routes["gpt-5.1"].targets[0].model' },
    ])
  })

  it('in the file is told with its line', () => {
    const policy = storedPolicy(['allowed_models'], { allowedModels: ['one'] })
    const content = { ...file, default_model: 'two' }
    expect(faults(content, [policy], policy)).toMatchObject([{ path: 'default_model', line: 1 }])
  })

  it.each([
    ['of a kind that is not known', stored('budget', 'b', '{}'), 'budget/b'],
    ['with a field that is not known', stored('route', 'r', '{"name":"r","shade":1}'), 'routes["r"]'],
    ['that is no JSON', stored('policy', 'default', '{'), 'policy'],
  ])('a resource %s is one', (_what, resource, path) => {
    expect(faults(file, [resource])).toMatchObject([{ path, message: /another version/ }])
  })

  it('a wait of more than a day is one', () => {
    const policy = storedPolicy(['circuit.open_duration'], { circuit: { openDuration: { seconds: 86_401n } } })
    expect(faults(file, [policy]).map(({ path }) => path)).toContain('policy.circuit.open_duration')
  })
})
