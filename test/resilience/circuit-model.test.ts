import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Verdict } from '../../src/resilience/breaker.ts'
import { Circuit, type Passage } from '../../src/resilience/circuit.ts'
import { FakeClock } from '../support/fake-clock.ts'
import {
  type Attempt,
  count,
  countLate,
  enter,
  inWindow,
  isOverdue,
  type Model,
  open,
  renew,
  rules,
  stateOf,
} from './plain-circuit.ts'

interface Real {
  readonly clock: FakeClock
  readonly circuit: Circuit
  readonly running: Passage[]
}

class Begin implements fc.AsyncCommand<Model, Real> {
  check = () => true

  async run(model: Model, real: Real): Promise<void> {
    const passage = real.circuit.admit()
    if (isOverdue(model)) {
      renew(model)
      model.probing = false
    }
    const letThrough = model.state === 'closed' || (model.state === 'half_open' && !model.probing)
    expect(passage !== undefined).toBe(letThrough)
    if (!passage) return
    const isProbe = model.state === 'half_open'
    if (isProbe) [model.probing, model.probeSince] = [true, model.now]
    model.running.push({ phase: model.phase, half: isProbe ? model.halves : 0, counted: false })
    real.running.push(passage)
  }

  toString = () => 'begin'
}

class End implements fc.AsyncCommand<Model, Real> {
  readonly #which: number
  readonly #verdict: Verdict

  constructor(which: number, verdict: Verdict) {
    this.#which = which
    this.#verdict = verdict
  }

  check = (model: Model) => model.running.length > 0

  async run(model: Model, real: Real): Promise<void> {
    const index = this.#which % model.running.length
    const [attempt] = model.running.splice(index, 1)
    const [passage] = real.running.splice(index, 1)
    await passage?.(this.#verdict)
    if (attempt?.phase === model.phase) this.#prove(model, attempt)
    if (attempt?.phase === model.phase && !attempt.counted) {
      if (this.#verdict !== 'neither') count(model, this.#verdict === 'succeeded')
      else if (model.state === 'half_open') {
        renew(model)
        model.probing = false
      }
    } else if (this.#verdict === 'succeeded' && attempt?.phase !== model.phase) countLate(model, attempt)
    agree(model, real)
  }

  #prove(model: Model, attempt: Attempt): void {
    if (this.#verdict === 'succeeded') model.proof = undefined
    if (this.#verdict === 'failed' && model.proof === attempt && model.state === 'closed') open(model)
  }

  toString = () => `end(${this.#which}, ${this.#verdict})`
}

/** An attempt that ends before anything else happens. */
class Whole implements fc.AsyncCommand<Model, Real> {
  readonly #verdict: Verdict

  constructor(verdict: Verdict) {
    this.#verdict = verdict
  }

  check = () => true

  async run(model: Model, real: Real): Promise<void> {
    const running = model.running.length
    await new Begin().run(model, real)
    if (model.running.length > running) await new End(running, this.#verdict).run(model, real)
  }

  toString = () => `whole(${this.#verdict})`
}

class Answer implements fc.AsyncCommand<Model, Real> {
  readonly #which: number

  constructor(which: number) {
    this.#which = which
  }

  check = (model: Model) => model.running.length > 0

  async run(model: Model, real: Real): Promise<void> {
    const index = this.#which % model.running.length
    const attempt = model.running[index]
    await real.running[index]?.('answering')
    if (attempt?.phase === model.phase && !attempt.counted && model.state === 'half_open') {
      count(model, true)
      attempt.counted = true
      model.proof = attempt
    } else if (attempt?.phase !== model.phase) countLate(model, attempt)
    agree(model, real)
  }

  toString = () => `answer(${this.#which})`
}

class Wait implements fc.AsyncCommand<Model, Real> {
  readonly #milliseconds: number

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds
  }

  check = () => true

  async run(model: Model, real: Real): Promise<void> {
    await real.clock.advance(this.#milliseconds)
    model.now += this.#milliseconds
    if (model.state === 'open' && model.now >= model.probeTime) {
      renew(model)
      enter(model, 'half_open')
      model.halves += 1
    }
    // Not its counts: to look at them would bring them up to date.
    expect(real.circuit.state).toBe(stateOf(model))
  }

  toString = () => `wait(${this.#milliseconds})`
}

class Trip implements fc.AsyncCommand<Model, Real> {
  check = () => true

  async run(model: Model, real: Real): Promise<void> {
    real.circuit.trip()
    model.state = 'tripped'
    agree(model, real)
  }

  toString = () => 'trip'
}

class Reset implements fc.AsyncCommand<Model, Real> {
  check = () => true

  async run(model: Model, real: Real): Promise<void> {
    real.circuit.reset()
    renew(model)
    model.openings = 0
    model.proof = undefined
    enter(model, 'closed')
    agree(model, real)
  }

  toString = () => 'reset'
}

function agree(model: Model, { circuit }: Real): void {
  const recent = inWindow(model)
  expect(circuit.view()).toMatchObject({
    state: stateOf(model),
    tripped: model.state === 'tripped',
    probeTime: model.state === 'open' ? model.probeTime : undefined,
    openings: model.openings,
    consecutiveFailures: model.consecutive,
    successes: recent.filter(({ succeeded }) => succeeded).length,
    failures: recent.filter(({ succeeded }) => !succeeded).length,
  })
}

it('whatever happens, a circuit does what its model says', async () => {
  const verdict = fc.constantFrom<Verdict>('succeeded', 'failed', 'failed', 'failed', 'neither')
  const commands = fc.commands(
    [
      fc.constant(new Begin()),
      verdict.map((how) => new Whole(how)),
      verdict.map((how) => new Whole(how)),
      fc.tuple(fc.nat(5), verdict).map(([which, how]) => new End(which, how)),
      fc.nat(5).map((which) => new Answer(which)),
      fc.integer({ min: 1, max: 2000 }).map((milliseconds) => new Wait(milliseconds)),
      fc.integer({ min: 1000, max: 20_000 }).map((milliseconds) => new Wait(milliseconds)),
      fc.constantFrom(new Wait(100), new Wait(1000), new Wait(10_000), new Trip(), new Reset()),
    ],
    { maxCommands: 150, size: 'max' },
  )
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const clock = new FakeClock()
      clock.chance = 0
      const circuit = new Circuit(rules, clock, () => {})
      const now = clock.now()
      const fresh = {
        probing: false,
        halves: 0,
        probeSince: 0,
        closedAt: now,
        openings: 0,
        consecutive: 0,
        phase: 0,
        results: [],
        running: [],
        proof: undefined,
      }
      const model: Model = { state: 'closed', now, probeTime: 0, ...fresh }
      await fc.asyncModelRun(() => ({ model, real: { clock, circuit, running: [] } }), sequence)
      circuit.shutdown()
    }),
    { numRuns: 150 },
  )
})
