import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Outcome } from '../../src/core/answer.ts'
import type { Call } from '../../src/core/call.ts'
import { sleep } from '../../src/core/clock.ts'
import { collect } from '../../src/core/collect.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { operator } from '../../src/core/principal.ts'
import type { Tracing } from '../../src/telemetry/spans.ts'
import { HedgedRoute } from '../support/hedged-route.ts'
import { bound } from '../support/held-attempts.ts'
import { target } from '../support/pipeline-harness.ts'
import { end, type Script, start, text } from '../support/scripted-provider.ts'

const TARGETS = 2

interface Attempt {
  readonly milliseconds: number
  readonly does: 'speak' | 'fail' | 'limit' | 'refuse' | 'break'
}

interface Caller {
  readonly arrivesAt: number
  readonly streaming: boolean
  readonly retries: number
  readonly leavesAfter: number | undefined
  /** Stops reading with the first batch, and says nothing. */
  readonly stopsReading: boolean
}

interface World {
  readonly places: number
  readonly placesLater: number
  readonly maxQueued: number
  readonly attempts: readonly Attempt[]
  readonly callers: readonly Caller[]
}

const milliseconds = fc.constantFrom(0, 300, 1000, 1500, 4000)

const world = fc.record<World>({
  places: fc.integer({ min: 1, max: 3 }),
  placesLater: fc.integer({ min: 1, max: 3 }),
  maxQueued: fc.integer({ min: 0, max: 4 }),
  attempts: fc.array(
    fc.record<Attempt>({ milliseconds, does: fc.constantFrom('speak', 'speak', 'fail', 'limit', 'refuse', 'break') }),
    { minLength: 1, maxLength: 12 },
  ),
  callers: fc.array(
    fc.record<Caller>({
      arrivesAt: fc.constantFrom(0, 0, 500, 1000, 2000),
      streaming: fc.boolean(),
      retries: fc.integer({ min: 0, max: 2 }),
      leavesAfter: fc.option(fc.constantFrom(0, 300, 1000, 1300, 1500, 3000), { nil: undefined }),
      stopsReading: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  ),
})

const THROWN = {
  fail: new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down'),
  limit: new GatewayError(ErrorReason.UPSTREAM_RATE_LIMITED, 'limited', { retryAfterMs: 700 }),
  refuse: new GatewayError(ErrorReason.UPSTREAM_AUTH, 'refused'),
}

function plays({ milliseconds, does }: Attempt, route: () => HedgedRoute): Script {
  return async function* ({ signal }) {
    await sleep(route().clock, milliseconds, signal)
    if (does in THROWN) throw THROWN[does as keyof typeof THROWN]
    yield [start, text('Well')]
    await sleep(route().clock, 100, signal)
    if (does === 'speak') yield [end]
  }
}

/** Spans that are open, and how often one ended that was not. */
class OpenSpans implements Tracing {
  readonly open = new Set<object>()
  begun = 0
  endedTwice = 0

  readonly callBegan = () => this.#begin()
  readonly attemptBegan = () => this.#begin()

  #begin() {
    const span = {}
    this.open.add(span)
    this.begun += 1
    const place = { traceId: '', spanId: String(this.begun), sampled: true, state: undefined }
    const end = (_outcome: Outcome) => {
      if (!this.open.delete(span)) this.endedTwice += 1
    }
    return { place, end }
  }
}

async function open({ attempts }: World, tracing: Tracing): Promise<HedgedRoute> {
  let route!: HedgedRoute
  const scripts = Array.from({ length: 60 }, (_, index) =>
    plays(attempts[index % attempts.length] as Attempt, () => route),
  )
  route = await HedgedRoute.open(
    Array.from({ length: TARGETS }, () => scripts),
    undefined,
    { tracing, retryPolicy: { maxRetries: 2, initialDelayMs: 500, maxDelayMs: 5000 } },
  )
  return route
}

async function arrive(route: HedgedRoute, caller: Caller, index: number): Promise<Call> {
  const { arrivesAt, streaming, retries, leavesAfter, stopsReading } = caller
  const controller = new AbortController()
  const leave = () => controller.abort(new GatewayError(ErrorReason.CALL_CANCELLED, 'left'))
  const call = {
    ...route.call(streaming, { model: 'm', retry: { maxRetries: retries } }),
    id: `call-${index}`,
    principal: operator('api_key', `caller-${index % 3}`),
    signal: controller.signal,
  }
  await sleep(route.clock, arrivesAt, new AbortController().signal)
  if (leavesAfter !== undefined) route.clock.after(leavesAfter, leave)
  try {
    const answer = await route.run(call)
    if (stopsReading) for await (const _batch of answer.events) break
    else await collect(answer)
    await answer.done
  } catch {
    // How it ends is not what is looked at here.
  }
  return call
}

it('whatever meets in a crowd, no place, probe, span, row or timer is left over', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (crowd) => {
      const spans = new OpenSpans()
      const route = await open(crowd, spans)
      bound(route, crowd.places, { maxQueued: crowd.maxQueued, maxQueueWaitMs: 3000 })
      route.clock.after(1200, () => bound(route, crowd.placesLater, { maxQueued: crowd.maxQueued }))
      const running = crowd.callers.map((caller, index) => arrive(route, caller, index))
      await route.clock.advance(200_000)
      const calls = await Promise.all(running)

      const told = calls.flatMap(({ journal }) => journal.attempts)
      expect(route.ledger.rows.map(({ attemptId }) => attemptId).sort()).toEqual(told.map(({ id }) => id).sort())
      expect(told.filter(({ state }) => state.kind === 'running')).toEqual([])
      expect([spans.open.size, spans.endedTwice]).toEqual([0, 0])
      expect(route.inFlight()).toEqual([0, 0])
      const { body } = await route.metrics.expose()
      const lines = body.split('\n').filter((line) => /^llm_(active_requests|queue_length){/.test(line))
      expect(lines.filter((line) => !line.endsWith(' 0'))).toEqual([])
      for (let index = 0; index < TARGETS; index++) {
        const guarded = target(`p${index}`)
        const places = Array.from({ length: 4 }, () => route.admission.take(guarded)).filter(Boolean)
        expect(places).toHaveLength(crowd.placesLater)
        expect(() => route.circuits.admit(guarded)).not.toThrow()
      }
      route.close()
      expect(route.clock.pendingTimers).toBe(0)
    }),
    { numRuns: 300 },
  )
})
