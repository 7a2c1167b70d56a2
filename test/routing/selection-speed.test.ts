import { describe, expect, it } from 'vitest'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import type { Target } from '../../src/core/call.ts'
import { systemClock } from '../../src/core/clock.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { AccountHealth } from '../../src/resilience/account-health.ts'
import { CheckHistory } from '../../src/resilience/check-history.ts'
import { Circuits } from '../../src/resilience/circuits.ts'
import { TargetHealth } from '../../src/resilience/target-health.ts'
import { catalogEntries } from '../../src/routing/entries.ts'
import { selectable, selectorOver } from '../support/selector.ts'

const COUNT = 200
const ROUNDS = 3000

const names = Array.from({ length: COUNT }, (_, index) => `m${index}`)
const tiers = [Tier.FAST, Tier.BALANCED, Tier.PREMIUM]
const model = { aliases: [], bestFor: ['chat', 'coding'], capabilities: undefined }
const provider = {
  name: 'p',
  endpoints: [{ name: 'p' }],
  models: names.map((name, index) => ({ ...model, name, upstreamName: name, tier: tiers[index % 3] ?? Tier.FAST })),
}
const targets = names.map((name) => ({ provider: 'p', model: name }))

const unknown = { priceOf: () => undefined, contextWindowOf: () => undefined }

const CIRCUIT = { failureThreshold: 5, failureShare: 0.5, openMs: 5000, maxOpenMs: 50_000, accountFailureThreshold: 1 }

function say(what: string, milliseconds: number): void {
  process.stdout.write(`      ${what}: ${((milliseconds * 1000) / ROUNDS).toFixed(1)} us\n`)
}

/** Whether a target is left alone, as the service asks. */
function leftAlone(health: TargetHealth, isDown: boolean) {
  const clock = systemClock
  const history = new CheckHistory()
  const error = new GatewayError(ErrorReason.UPSTREAM_AUTH, 'refused')
  if (isDown) history.ended('p', { result: 'failed', time: clock.now(), latencyMs: 1, error })
  const circuits = new Circuits({ settings: CIRCUIT, clock, observer: { circuitChanged() {}, circuitCounted() {} } })
  const accounts = new AccountHealth({ clock, circuits, health, history, accounts: new Map(), intervalMs: undefined })
  return (target: Target) => circuits.stateOf(target) === 'open' || accounts.isLeftAlone(target)
}

describe.each([
  ['that are well', false],
  ['that checks found down, each of which is asked for in vain', true],
])(`a selection among ${COUNT} targets %s`, (_, isDown) => {
  const balances = ['ordered', 'weighted', 'least_busy', 'latency', 'sticky'] as const
  const routes = balances.map((balance) => ({ name: balance, balance, targets }))
  const health = new TargetHealth()
  const isOpen = leftAlone(health, isDown)
  const knowledge = { ...unknown, isOpen, observed: (target: Target) => health.of(target) }
  const selector = selectorOver({ entries: catalogEntries([provider], routes) }, { clock: systemClock, knowledge })
  const messages = [{ role: Role.USER, parts: [{ content: { case: 'text' as const, value: 'A question.' } }] }]

  it.each(['', ...balances])('finds a first target every time, and tells how long it took: %s', (route) => {
    const options = route === '' ? { tier: Tier.BALANCED, taskType: 'coding' } : { model: route }
    const call = selectable({ messages, options })
    const found = () => {
      const [first] = selector.select(call).targets
      return first === undefined ? 0 : 1
    }
    for (let round = 0; round < ROUNDS; round++) found()
    const start = performance.now()
    let all = 0
    for (let round = 0; round < ROUNDS; round++) all += found()
    say(route === '' ? 'no model named' : `a route, ${route}`, performance.now() - start)
    expect(all).toBe(ROUNDS)
  })
})
