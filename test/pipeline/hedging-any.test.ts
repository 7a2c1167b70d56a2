import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { sleep } from '../../src/core/clock.ts'
import { GatewayError, isCancellation } from '../../src/core/errors.ts'
import { HedgedRoute } from '../support/hedged-route.ts'
import { end, type Script, start, text } from '../support/scripted-provider.ts'

interface Course {
  readonly milliseconds: number
  readonly does: 'speak' | 'fail' | 'break'
}

const course = fc.record<Course>({
  milliseconds: fc.constantFrom(0, 500, 1000, 1500, 2000, 4000),
  does: fc.constantFrom('speak', 'fail', 'break'),
})

const down = new GatewayError(ErrorReason.UPSTREAM_AUTH, 'down')

/** Answers, fails before it answers, or breaks off in the middle. */
function plays(words: string, { milliseconds, does }: Course, route: () => HedgedRoute): Script {
  return async function* (call) {
    await sleep(route().clock, milliseconds, call.signal)
    if (does === 'fail') throw down
    yield [start, text(words)]
    await sleep(route().clock, 100, call.signal)
    if (does === 'speak') yield [end]
  }
}

async function runs(courses: readonly Course[], streaming: boolean, leavesAt: number | undefined) {
  let route!: HedgedRoute
  route = await HedgedRoute.open(courses.map((one, index) => [plays(`p${index}`, one, () => route)]))
  if (leavesAt !== undefined) {
    const left = new GatewayError(ErrorReason.CALL_CANCELLED, 'left')
    route.clock.after(leavesAt, () => route.controller.abort(left))
  }
  const call = route.slowCall(streaming)
  const ending = route.text(call).catch((thrown: GatewayError) => thrown)
  await route.clock.advance(100_000)
  return { route, call, ended: await ending }
}

it('whatever its targets do, a call ends once, with a row for each attempt and nothing left running', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(course, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      fc.option(fc.constantFrom(500, 1000, 1200, 1500, 2050), { nil: undefined }),
      async (courses, streaming, leavesAt) => {
        const { route, call, ended } = await runs(courses, streaming, leavesAt)
        const { attempts } = call.journal
        const answered = attempts.filter(({ state }) => state.kind === 'succeeded')
        expect(route.ledger.rows.map(({ attemptId }) => attemptId)).toEqual(attempts.map(({ id }) => id))
        expect(route.ledger.rows.map(({ attemptIndex }) => attemptIndex)).toEqual(attempts.map((_, index) => index))
        expect(route.ledger.rows.filter(({ last }) => last)).toHaveLength(1)
        expect(attempts).toHaveLength(route.asked().reduce((sum, count) => sum + count, 0))
        expect(attempts.filter(({ hedged }) => hedged).length).toBeLessThanOrEqual(1)
        expect(answered).toHaveLength(typeof ended === 'string' ? 1 : 0)
        if (typeof ended === 'string') expect(attempts.at(-1)).toMatchObject({ target: { provider: ended } })
        else if (leavesAt === undefined) expect(isCancellation(ended)).toBe(false)
        // One more than once only where the route has no other.
        if (courses.length > 1) expect(Math.max(...route.asked())).toBe(1)
        expect(route.inFlight().every((count) => count === 0)).toBe(true)
        expect(route.providers.map(({ closed }) => closed)).toEqual(
          route.asked().map((count, index) => count + (index === 0 ? 2 : 0)),
        )
        route.close()
        expect(route.clock.pendingTimers).toBe(0)
      },
    ),
    { numRuns: 300 },
  )
})
