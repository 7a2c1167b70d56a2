import { create } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { ProviderModelSchema } from '#gen/switchyard/v1/provider_options_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import type { Revision } from '../../src/resources/change.ts'
import { currentProvider } from '../../src/resources/provider-change.ts'
import {
  createdModel,
  deletedModel,
  type ModelGround,
  updatedModel,
} from '../../src/resources/provider-model-change.ts'
import { modelsOf } from '../../src/resources/provider-models.ts'
import { etagMismatch } from '../../src/resources/refusal.ts'
import type { StoredResource } from '../../src/resources/repository.ts'
import { whileOthersChange } from '../../src/resources/while-others-change.ts'
import { passingVault } from '../../src/secrets/vault.ts'
import { settingsOf, stored } from './fixture.ts'

const models = ['one', 'two', 'three'].map((name) => ({ name, max_concurrent_calls: 1 }))
const inFile = { providers: [{ name: 'p', adapter: 'mock', models }] }

/** What a provider of the file offers while one change after the other is made. */
class Shelf {
  #before: StoredResource | undefined
  readonly #draft

  constructor(content: object = inFile, environment: Record<string, string> = {}) {
    this.#draft = settingsOf(content, environment).draft
  }

  ground(provider = 'p'): ModelGround {
    return { provider, before: this.#before, draft: this.#draft, vault: passingVault(), now: 7 }
  }

  take({ json, part }: Revision): Revision['part'] {
    this.#before = json === undefined ? undefined : stored('provider', 'p', json)
    return part
  }

  models(provider = 'p') {
    const found = currentProvider(provider, this.ground(provider))
    return found ? modelsOf(found, this.#draft) : []
  }
}

const asked = (name: string, maxConcurrentCalls: number) => create(ProviderModelSchema, { name, maxConcurrentCalls })

describe('a change of a model', () => {
  it('leaves all others, their order and their etags as they are, whatever was changed before', () => {
    const change = fc.record({
      verb: fc.constantFrom('create', 'update', 'delete'),
      name: fc.constantFrom('one', 'two', 'three', 'four', 'five'),
      calls: fc.nat(3),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const shelf = new Shelf()
        for (const { verb, name, calls } of changes) {
          const before = shelf.models()
          const has = before.some((model) => model.name === name)
          if (verb === 'create' ? has : !has || (verb === 'delete' && before.length === 1)) continue
          const next = asked(name, calls)
          const update = { model: next, paths: ['max_concurrent_calls'], allowMissing: false }
          if (verb === 'create') shelf.take(createdModel(next, shelf.ground()))
          else if (verb === 'update') shelf.take(updatedModel(update, shelf.ground()))
          else shelf.take(deletedModel(name, '', shelf.ground()))
          const others = (list: typeof before) =>
            list.filter((model) => model.name !== name).map(({ etag, name: other }) => [other, etag])
          expect(others(shelf.models())).toEqual(others(before))
          const made = shelf.models().find((model) => model.name === name)
          expect(made?.maxConcurrentCalls).toBe(verb === 'delete' ? undefined : calls)
        }
      }),
    )
  })

  it('gives it another etag exactly when it says something else', () => {
    const shelf = new Shelf()
    const etags = [1, 2, 2, 1].map((calls) => {
      const model = asked('two', calls)
      shelf.take(updatedModel({ model, paths: ['max_concurrent_calls'], allowMissing: false }, shelf.ground()))
      return shelf.models()[1]?.etag
    })
    expect(etags).toEqual([etags[0], etags[1], etags[1], etags[0]])
    expect(etags[0]).not.toBe(etags[1])
    expect(shelf.models()[1]?.etag).toBe(new Shelf().models()[1]?.etag)
  })

  it('tells where it stands and what it was and is', () => {
    const shelf = new Shelf()
    const changed = shelf.take(
      updatedModel({ model: asked('two', 5), paths: ['max_concurrent_calls'], allowMissing: false }, shelf.ground()),
    )
    expect(changed).toEqual({
      title: 'providers/p/models/two',
      path: 'models[1]',
      field: 'provider_model',
      before: '{"name":"two","maxConcurrentCalls":1}',
      after: '{"name":"two","maxConcurrentCalls":5}',
    })
    const made = shelf.take(createdModel(asked('new', 0), shelf.ground()))
    expect(made).toMatchObject({ path: 'models[3]', before: undefined, after: '{"name":"new"}' })
    const gone = shelf.take(deletedModel('one', '', shelf.ground()))
    expect(gone).toMatchObject({ path: undefined, after: undefined })
  })
})

describe('a provider that lists no models', () => {
  it('offers those that its adapter knows, and lists them with the first change', () => {
    const shelf = new Shelf({ providers: [{ name: 'p', adapter: 'mock' }] })
    expect(shelf.models().map(({ name, tier, origin }) => [name, tier, origin])).toEqual([
      ['mock-fast', Tier.FAST, Origin.BUILT_IN],
      ['mock-smart', Tier.PREMIUM, Origin.BUILT_IN],
    ])
    const part = shelf.take(createdModel(asked('new', 0), shelf.ground()))
    expect(part?.path).toBe('models[2]')
    expect(shelf.models().map(({ name, tier, origin }) => [name, tier, origin])).toEqual([
      ['mock-fast', Tier.FAST, Origin.API],
      ['mock-smart', Tier.PREMIUM, Origin.API],
      ['new', Tier.UNSPECIFIED, Origin.API],
    ])
  })

  it('offers the deployments that the environment names at Azure', () => {
    const environment = { AZURE_OPENAI_ENDPOINT: 'https://a.openai.azure.com', AZURE_OPENAI_MODEL_CHAT: 'deployed' }
    const shelf = new Shelf(
      { providers: [{ name: 'p', adapter: 'azure', api_key_env: 'K' }] },
      { ...environment, K: 'k' },
    )
    expect(shelf.models().map(({ name, origin }) => [name, origin])).toEqual([['deployed', Origin.FILE]])
  })
})

describe('a change while other replicas change the same provider', () => {
  const title = 'providers/p/models/m'

  it('is made anew until it meets nobody', async () => {
    const outcomes = [etagMismatch('providers/p'), etagMismatch('providers/p'), 'made']
    const change = async () => {
      const outcome = outcomes.shift()
      if (outcome instanceof GatewayError) throw outcome
      return outcome
    }
    expect(await whileOthersChange(title, change)).toBe('made')
  })

  it.each([
    ['the model itself was changed', etagMismatch(title), 1],
    ['something else is wrong', new GatewayError(ErrorReason.INVALID_REQUEST, 'No.'), 1],
    ['it meets others again and again', etagMismatch('providers/p'), 10],
  ])('is given up when %s', async (_, error, times) => {
    let tries = 0
    const change = async () => {
      tries += 1
      throw error
    }
    await expect(whileOthersChange(title, change)).rejects.toBe(error)
    expect(tries).toBe(times)
  })
})
