import { playedProvider } from '../../support/app.ts'
import { HASTE, OPEN_MS, type Setting, settings } from './setting.ts'
import { type Situation, situations } from './situations.ts'

/** The name of the route of a situation in a setting; those of its models end with it. */
export function nameOf({ id }: Situation, { way, fallback }: Setting): string {
  return `${id.toLowerCase()}-${way}-${fallback ? 'fallback' : 'alone'}`
}

/** What is met at each route. */
export const meetings: ReadonlyMap<string, { readonly situation: Situation; readonly setting: Setting }> = new Map(
  situations.flatMap((situation) =>
    settings.map((setting) => [nameOf(situation, setting), { situation, setting }] as const),
  ),
)

/** A route for each meeting, and one for a call that nothing happens to. */
export function configuration(firstUrl: string, fallbackUrl: string) {
  const names = [...meetings.keys(), 'healthy']
  const hasty = names.filter(isHasty)
  const patient = names.filter((name) => !isHasty(name))
  const haste = Object.entries(HASTE).map(([phase, milliseconds]) => [phase, `${milliseconds}ms`])
  return {
    providers: [
      playedProvider(firstUrl, { name: 'first', models: models('first', patient, 1000) }),
      playedProvider(firstUrl, {
        name: 'hasty',
        models: models('first', hasty, 1000),
        timeouts: Object.fromEntries(haste),
      }),
      playedProvider(fallbackUrl, { name: 'fallback', models: models('fallback', names, 1_000_000) }),
    ],
    routes: names.map((name) => ({ name, targets: targetsOf(name) })),
    retry: { max_retries: 2, initial_delay: '20ms' },
    circuit: { failure_threshold: 3, open_duration: `${OPEN_MS}ms`, max_open_duration: `${OPEN_MS}ms` },
  }
}

function isHasty(name: string): boolean {
  const meeting = meetings.get(name)
  return meeting?.situation.hasty?.(meeting.setting) ?? false
}

function models(prefix: string, names: readonly string[], contextWindow: number) {
  const price = { input: '2', output: '10' }
  return names.map((name) => ({ name: `${prefix}-${name}`, price, capabilities: { context_window: contextWindow } }))
}

function targetsOf(name: string) {
  const first = { provider: isHasty(name) ? 'hasty' : 'first', model: `first-${name}` }
  return name.endsWith('-fallback') ? [first, { provider: 'fallback', model: `fallback-${name}` }] : [first]
}
