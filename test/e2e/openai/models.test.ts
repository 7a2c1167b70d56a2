import { beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startTestApp } from '../../support/app.ts'
import { apiErrorOf, openaiOf } from './played.ts'

let app: RunningApp

beforeAll(async () => {
  const models = [{ name: 'meta/llama-3', aliases: ['llama'], tier: 'fast' }, 'other']
  app = await startTestApp({ providers: [{ name: 'own', adapter: 'mock', models }] })
  return () => app.stop()
})

describe('OpenAI’s client', () => {
  it('lists the models', async () => {
    const ids = []
    for await (const { id, object, owned_by } of openaiOf(app).models.list()) ids.push([id, object, owned_by])
    expect(ids).toEqual([
      ['meta/llama-3', 'model', 'own'],
      ['other', 'model', 'own'],
    ])
  })

  it('gets a model by its name or alias', async () => {
    for (const name of ['meta/llama-3', 'llama']) {
      expect(await openaiOf(app).models.retrieve(name)).toMatchObject({
        id: 'meta/llama-3',
        switchyard: { aliases: ['llama'], tier: 'TIER_FAST', providers: ['own'] },
      })
    }
  })

  it('hears of a model that is not there', async () => {
    expect(await apiErrorOf(openaiOf(app).models.retrieve('none'))).toMatchObject({
      name: 'NotFoundError',
      code: 'model_not_found',
      param: 'model',
    })
  })
})

it('a model whose name has a slash is found as it is written', async () => {
  const response = await fetch(`http://${app.webAddress}/v1/models/meta/llama-3`)
  expect(await response.json()).toMatchObject({ id: 'meta/llama-3' })
})
