import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Gate } from '../../../src/resilience/admission/gate.ts'
import { LEVELS, type Level } from '../../../src/resilience/admission/line.ts'
import { FakeClock, settled } from '../../support/fake-clock.ts'

const LONGEST_WAIT = 10_000

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('arrive' as const),
      caller: fc.constantFrom('a', 'b', 'c'),
      level: fc.constantFrom(...Object.values(LEVELS)),
      timeMs: fc.integer({ min: 1, max: 20_000 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.record({ do: fc.constant('finish' as const), which: fc.nat(50) }),
      fc.record({ do: fc.constant('abort' as const), which: fc.nat(50) }),
    ),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), milliseconds: fc.nat(6000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('change' as const), places: fc.integer({ min: 1, max: 4 }) }) },
)

type Step =
  | { do: 'arrive'; caller: string; level: Level; timeMs: number }
  | { do: 'finish'; which: number }
  | { do: 'abort'; which: number }
  | { do: 'pass'; milliseconds: number }
  | { do: 'change'; places: number }

/** Callers that enter a gate, hold places, abort and leave, with what is known of each. */
class World {
  readonly clock = new FakeClock()
  readonly maxQueued: number
  readonly gate: Gate
  readonly waiting = new Set<AbortController>()
  readonly holding: number[] = []
  places: number
  counted = 0

  constructor(places: number, maxQueued: number) {
    this.places = places
    this.maxQueued = maxQueued
    const queued = () => {
      this.counted += 1
    }
    const left = () => {
      this.counted -= 1
    }
    const observer = { queued, left, refused: () => {} }
    this.gate = new Gate(this.bounds(), { guarded: { provider: 'p', model: undefined }, clock: this.clock, observer })
  }

  bounds() {
    return { places: this.places, maxQueued: this.maxQueued, maxQueueWaitMs: LONGEST_WAIT }
  }

  async do(step: Step): Promise<void> {
    if (step.do === 'arrive') this.arrive(step)
    else if (step.do === 'finish') this.finish(step.which)
    else if (step.do === 'abort')
      [...this.waiting][step.which % Math.max(this.waiting.size, 1)]?.abort(new Error('left'))
    else if (step.do === 'pass') await this.clock.advance(step.milliseconds)
    else {
      this.places = step.places
      this.gate.change(this.bounds())
    }
    await settled()
  }

  arrive({ caller, level, timeMs }: Extract<Step, { do: 'arrive' }>): void {
    const controller = new AbortController()
    const now = this.clock.now()
    const deadline = now + timeMs
    const cancelTimer = this.clock.after(timeMs, () => controller.abort(new Error('deadline')))
    this.waiting.add(controller)
    const applicant = { caller, level, signal: controller.signal, deadline, patientUntil: now + LONGEST_WAIT }
    this.gate
      .enter(applicant)
      .then(
        () => this.holding.push(this.clock.monotonic()),
        () => {},
      )
      .finally(() => {
        cancelTimer()
        this.waiting.delete(controller)
      })
  }

  finish(which: number): void {
    const [since] = this.holding.splice(which % Math.max(this.holding.length, 1), 1)
    if (since !== undefined) this.gate.give(since)
  }

  check(before: number): void {
    const { gate, holding, places, waiting, maxQueued } = this
    expect(gate.taken).toBe(holding.length)
    expect(gate.taken).toBeLessThanOrEqual(Math.max(places, before))
    expect(gate.waiting).toBe(waiting.size)
    expect(gate.waiting).toBe(this.counted)
    expect(gate.waiting).toBeLessThanOrEqual(maxQueued)
    if (gate.waiting > 0) expect(gate.taken).toBeGreaterThanOrEqual(places)
  }
}

it('whatever happens, no place is lost or given twice, none is free while somebody waits, and the line is bounded', async () => {
  const run = async (steps: readonly Step[], places: number, maxQueued: number) => {
    const world = new World(places, maxQueued)
    for (const each of steps) {
      const before = world.gate.taken
      await world.do(each)
      world.check(before)
    }
    while (world.holding.length > 0) await world.do({ do: 'finish', which: 0 })
    expect([world.gate.taken, world.gate.waiting, world.clock.pendingTimers]).toEqual([0, 0, 0])
  }
  const steps = fc.array(step, { maxLength: 80 })
  await fc.assert(fc.asyncProperty(steps, fc.integer({ min: 1, max: 3 }), fc.nat(5), run), { numRuns: 150 })
})
