import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutDisabled } from '../../src/config/disabled-providers.ts'
import { loadConfig } from '../../src/config/load.ts'

const names = ['a', 'b', 'c']

/** Providers with a model each, and routes to any of them. */
function settingsOf(routes: readonly (readonly string[])[]) {
  const content = {
    providers: names.map((name) => ({
      name,
      adapter: 'mock',
      models: [{ name: `${name}-model`, aliases: [`${name}-alias`] }],
    })),
    routes: routes.map((targets, index) => ({
      name: `route-${index}`,
      targets: targets.map((provider) => ({ provider, model: `${provider}-model` })),
    })),
  }
  return loadConfig({ path: 'test.yaml', environment: {}, readFile: () => JSON.stringify(content) })
}

const someRoutes = fc.array(fc.subarray(names, { minLength: 1 }), { maxLength: 5 })

describe('providers that are disabled', () => {
  it('leave no target behind, and every name either leads somewhere or says why it does not', () => {
    fc.assert(
      fc.property(someRoutes, fc.subarray(names), (targets, disabled) => {
        const settings = settingsOf(targets)
        const open = withoutDisabled(settings, new Set(disabled))
        const leading = open.routes.flatMap((route) => route.targets.map(({ provider }) => provider))
        expect(leading.filter((provider) => disabled.includes(provider))).toEqual([])
        expect(open.providers.map(({ name }) => name)).toEqual(names.filter((name) => !disabled.includes(name)))
        const offered = [
          ...open.routes.map(({ name }) => name),
          ...open.providers.flatMap(({ models }) => models.flatMap(({ name, aliases }) => [name, ...aliases])),
        ]
        const all = [
          ...settings.routes.map(({ name }) => name),
          ...names.flatMap((name) => [`${name}-model`, `${name}-alias`]),
        ]
        expect([...offered, ...Object.keys(open.unavailable)].sort()).toEqual(all.sort())
        expect(open.routes.every((route) => route.targets.length > 0)).toBe(true)
      }),
    )
  })

  it('change nothing when there are none', () => {
    const settings = settingsOf([['a', 'b']])
    const { providers, routes, unavailable } = withoutDisabled(settings, new Set())
    expect([providers, routes, unavailable]).toEqual([settings.providers, settings.routes, settings.unavailable])
  })
})
