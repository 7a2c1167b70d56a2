import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { collect, textOf } from '../../src/core/collect.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { Catalog, type CatalogEntry } from '../../src/routing/catalog.ts'
import { levelsOf, type RoutePlan } from '../../src/routing/route-plan.ts'
import { settled } from '../support/fake-clock.ts'
import { entry, PipelineHarness, target } from '../support/pipeline-harness.ts'
import { end, fails, ScriptedProvider, says, start, text } from '../support/scripted-provider.ts'

let harness: PipelineHarness

afterEach(() => harness.close())

const noRetry = { model: 'm', retry: { maxRetries: 0 } }
const tooLong = fails(new GatewayError(ErrorReason.CONTEXT_LENGTH, 'too long'))
const filtered = fails(new GatewayError(ErrorReason.CONTENT_FILTER, 'filtered'))
const down = fails(new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down'))

const targets = ['p0', 'p1', 'p2'].map((provider) => target(provider))

/** A pipeline whose route `m` leads to these providers, in order. */
function route(providers: readonly ScriptedProvider[], change: Partial<CatalogEntry> = {}): void {
  const entries = [entry('m', targets.slice(0, providers.length), change)]
  harness = new PipelineHarness(providers, { catalog: new Catalog({ entries, allowed: [], defaultModel: undefined }) })
}

function windows(...tokens: readonly (bigint | undefined)[]) {
  const known = tokens.flatMap((window, index) => (window ? [[targets[index], window] as const] : []))
  return { windows: new Map(known) as CatalogEntry['windows'] & {} }
}

function plan(change: Partial<RoutePlan>): { plan: RoutePlan } {
  const levels = levelsOf(targets.slice(0, 2).map((one) => ({ target: one, weight: 1, priority: 0 })))
  return { plan: { balance: 'ordered', stickyKey: 'session_id', contentFilterFallback: false, levels, ...change } }
}

async function answer(options = noRetry): Promise<string> {
  return textOf((await collect(await harness.run(harness.call(false, options)))).message)
}

describe('a prompt that is too long for a target', () => {
  it('goes to the next one that is known to take more', async () => {
    const providers = [
      new ScriptedProvider(tooLong),
      new ScriptedProvider(says('small')),
      new ScriptedProvider(says('large')),
    ]
    route(providers, windows(8192n, 8192n, 131_072n))
    expect(await answer()).toBe('large')
    expect(providers.map(({ calls }) => calls.length)).toEqual([1, 0, 1])
  })

  it('goes nowhere when no larger one is known', async () => {
    const providers = [
      new ScriptedProvider(tooLong),
      new ScriptedProvider(says('small')),
      new ScriptedProvider(says('?')),
    ]
    route(providers, windows(8192n, 4096n))
    await expect(answer()).rejects.toMatchObject({ reason: ErrorReason.CONTEXT_LENGTH })
    expect(providers.map(({ calls }) => calls.length)).toEqual([1, 0, 0])
  })

  it('must fit the next one by estimate when the first one’s size is not known', async () => {
    const providers = [
      new ScriptedProvider(tooLong),
      new ScriptedProvider(says('tiny')),
      new ScriptedProvider(says('enough')),
    ]
    route(providers, windows(undefined, 2n, 4096n))
    expect(await answer()).toBe('enough')
    expect(providers.map(({ calls }) => calls.length)).toEqual([1, 0, 1])
  })
})

describe('a prompt that a content filter refused', () => {
  it('goes to another target only where the route says so', async () => {
    route([new ScriptedProvider(filtered), new ScriptedProvider(says('Hello'))], plan({ contentFilterFallback: true }))
    expect(await answer()).toBe('Hello')
    harness.close()
    route([new ScriptedProvider(filtered), new ScriptedProvider(says('Hello'))], plan({}))
    await expect(answer()).rejects.toMatchObject({ reason: ErrorReason.CONTENT_FILTER })
  })
})

describe('a target whose circuit is open', () => {
  it('is not asked as long as another one answers', async () => {
    const providers = [new ScriptedProvider(down), new ScriptedProvider(says('Hello'))]
    route(providers)
    for (let call = 0; call < 8; call++) expect(await answer()).toBe('Hello')
    expect(harness.circuits.stateOf(target('p0'))).toBe('open')
    expect(providers.map(({ calls }) => calls.length)).toEqual([5, 8])
    expect(harness.ledger.rows.filter(({ provider }) => provider === 'p0')).toHaveLength(5)
  })
})

describe('a route of which one target is left alone and the other fails', () => {
  it('tells what the failing one said, also while the other one waits for its probe', async () => {
    const well = says('Hello')
    route([new ScriptedProvider(down), new ScriptedProvider(well, well, well, well, well, down)])
    for (let call = 0; call < 5; call++) await answer()
    await harness.clock.advance(30_000)
    expect(harness.circuits.stateOf(target('p0'))).toBe('half_open')
    const probe = harness.circuits.admit(target('p0'))
    await expect(answer()).rejects.toMatchObject({
      reason: ErrorReason.UPSTREAM_UNAVAILABLE,
      metadata: { provider: 'p1' },
    })
    probe.ended({ kind: 'failed', error: new GatewayError(ErrorReason.CALL_CANCELLED, 'gone') })
  })
})

describe('a call that names no model', () => {
  it('is answered by the next best when the best fails', async () => {
    const providers = [new ScriptedProvider(down), new ScriptedProvider(says('Hello'))]
    const entries = [entry('a', [target('p0', 'a')]), entry('b', [target('p1', 'b')])]
    harness = new PipelineHarness(providers, {
      catalog: new Catalog({ entries, allowed: [], defaultModel: undefined }),
    })
    const call = harness.call(false, { retry: { maxRetries: 0 } })
    expect(textOf((await collect(await harness.run(call))).message)).toBe('Hello')
    expect(call.journal.attempts.map(({ target: { name } }) => name)).toEqual(['a', 'b'])
  })
})

describe('attempts in flight', () => {
  it('are counted for each target until their answers have ended', async () => {
    const gate = Promise.withResolvers<void>()
    const slow = new ScriptedProvider(async function* () {
      yield [start, text('Hel')]
      await gate.promise
      yield [text('lo'), end]
    })
    route([slow, new ScriptedProvider(says('Hello'))])
    const streamed = await harness.run(harness.call(true, noRetry))
    expect(harness.health.of(target('p0')).inFlight).toBe(1)
    expect(harness.health.of(target('p1')).inFlight).toBe(0)
    gate.resolve()
    for await (const _ of streamed.events);
    await streamed.done
    await settled()
    expect(harness.health.of(target('p0')).inFlight).toBe(0)
  })

  it('end with an attempt that fails', async () => {
    route([new ScriptedProvider(down), new ScriptedProvider(says('Hello'))])
    await answer()
    expect([harness.health.of(target('p0')).inFlight, harness.health.of(target('p1')).inFlight]).toEqual([0, 0])
  })

  it('send a new call to the target that has none', async () => {
    const gate = Promise.withResolvers<void>()
    const waits = () =>
      new ScriptedProvider(async function* () {
        yield [start, text('Hello')]
        await gate.promise
        yield [end]
      })
    const providers = [waits(), waits()]
    route(providers, plan({ balance: 'least_busy' }))
    const running = [
      await harness.run(harness.call(true, noRetry)),
      await harness.run(harness.call(true, noRetry)),
      await harness.run(harness.call(true, noRetry)),
      await harness.run(harness.call(true, noRetry)),
    ]
    expect(providers.map(({ calls }) => calls.length)).toEqual([2, 2])
    gate.resolve()
    for (const { events, done } of running) {
      for await (const _ of events);
      await done
    }
  })
})
