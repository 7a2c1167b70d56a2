import { describe, expect, it } from 'vitest'
import { fit } from '../../src/resources/fit.ts'
import { keyOf } from '../../src/resources/kind.ts'
import { errorOf } from '../config/load-config.ts'
import { settingsOf, stored, storedPolicy, storedRoute } from './fixture.ts'

describe('what is stored and the file', () => {
  const { draft } = settingsOf({ default_model: 'two' })

  it('fit together when nothing is wrong', () => {
    const { misfits, settings } = fit(draft, [storedRoute('a', 'one'), storedRoute('b', 'two')])
    expect(misfits.size).toBe(0)
    expect(settings.routes.map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('do not where a resource names what is not there; the others still do', () => {
    const lost = storedRoute('a', 'gone')
    const { misfits, settings } = fit(draft, [lost, storedRoute('b', 'two')])
    expect([...misfits.keys()]).toEqual([keyOf(lost)])
    expect(misfits.get(keyOf(lost))).toMatchObject([{ path: 'routes["a"].targets[0].model' }])
    expect(settings.routes.map(({ name }) => name)).toEqual(['b'])
  })

  it('a policy goes with the route that it needs', () => {
    const resources = [storedRoute('a', 'gone'), storedPolicy(['allowed_models'], { allowedModels: ['a', 'two'] })]
    expect([...fit(draft, resources).misfits.keys()]).toEqual(resources.map(keyOf))
  })

  it('a policy that makes the file’s own fields wrong is the one that does not fit', () => {
    const policy = storedPolicy(['allowed_models'], { allowedModels: ['one'] })
    const { misfits } = fit(draft, [storedRoute('b', 'two'), policy])
    expect([...misfits]).toEqual([[keyOf(policy), [expect.objectContaining({ path: 'default_model' })]]])
  })

  it('a resource that cannot be read does not', () => {
    const resources = [stored('budget', 'b', '{}'), stored('policy', 'default', '')]
    expect([...fit(draft, resources).misfits.keys()]).toEqual(resources.map(keyOf))
  })

  it('a route that hides a model which it does not lead to does not', () => {
    expect([...fit(draft, [storedRoute('one', 'two')]).misfits.keys()]).toEqual(['route\none'])
  })

  it('a file that is wrong by itself stays an error', () => {
    const broken = () => fit(settingsOf({ default_model: 'nope' }).draft, [])
    expect(errorOf(() => broken().settings).faults).toMatchObject([{ path: 'default_model' }])
  })
})
