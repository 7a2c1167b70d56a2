import { type Call, newJournal, type TargetedCall } from '../../../src/core/call.ts'
import type { GatewayError } from '../../../src/core/errors.ts'
import { Catalog } from '../../../src/routing/catalog.ts'
import { levelsOf } from '../../../src/routing/route-plan.ts'
import type { Ledger } from '../../../src/usage/ledger.ts'
import { entry, PipelineHarness, target } from '../../support/pipeline-harness.ts'
import { seededRandom } from '../../support/seeded-random.ts'
import { FailingProvider } from './failing-provider.ts'
import { type Outage, outagesOf } from './outages.ts'
import { Watch } from './watch.ts'

const HOUR_MS = 3_600_000
const TICK_MS = 100
const TARGETS = ['p0', 'p1', 'p2'].map((provider) => target(provider))

/** As the service has them by default. */
const CIRCUIT = { failureThreshold: 3, openMs: 1000, maxOpenMs: 5000 }
const RETRY = { maxRetries: 3, initialDelayMs: 500, maxDelayMs: 30_000 }

/** Keeps no rows: those of an hour would fill the memory. */
const FORGETFUL: Ledger = {
  record: async () => {},
  refusal: () => undefined,
  statistics: () => Promise.reject(new Error('not part of the hour')),
  check: () => ({ healthy: true, message: '' }),
  close: async () => {},
}

/**
 * An hour of calls through the real pipeline, on a fake clock, to a route of three providers with equal weights. At any
 * time one of the three is down. Half of the calls are streamed.
 */
export class Simulation {
  readonly watch: Watch
  readonly #harness: PipelineHarness
  readonly #outages: readonly Outage[]
  readonly #template: Call
  #outage: Outage

  constructor(seed: number) {
    const random = seededRandom(seed)
    this.#outages = outagesOf(random, TARGETS.length, HOUR_MS)
    this.#outage = this.#outages[0] as Outage
    const providers = TARGETS.map((_, index) => {
      const outage = () => (this.#outage.provider === index ? this.#outage : undefined)
      return new FailingProvider({
        clock: () => this.#harness.clock,
        outage,
        random,
        onAttempt: (call) => this.#attempted(call, index),
      })
    })
    const options = { catalog: catalog(), ledger: FORGETFUL, retryPolicy: RETRY }
    this.#harness = new PipelineHarness(providers, options, CIRCUIT)
    this.#harness.clock.random = random
    this.#template = this.#harness.call(false)
    this.watch = new Watch(TARGETS.length, this.#harness.clock.now())
  }

  async run(callsPerSecond: number): Promise<void> {
    const perTick = (callsPerSecond * TICK_MS) / 1000
    for (const outage of this.#outages) {
      for (let elapsed = outage.start; elapsed < outage.end; elapsed += TICK_MS) {
        this.#outage = outage
        for (let call = 0; call < perTick; call++) this.#begin()
        await this.#harness.clock.advance(TICK_MS)
      }
    }
    await this.#harness.clock.advance(HOUR_MS)
    this.#harness.close()
  }

  #begin(): void {
    const call = this.#newCall(this.watch.began())
    this.#heard(call)
      .catch((error: GatewayError) => error)
      .then((error) => this.watch.ended(call.id, error?.reasonName))
  }

  /** The error that it ends with; undefined: it is answered. */
  async #heard(call: Call): Promise<GatewayError | undefined> {
    const answer = await this.#harness.run(call)
    for await (const _ of answer.events);
    const outcome = await answer.done
    return outcome.kind === 'failed' ? outcome.error : undefined
  }

  #newCall(number: number): Call {
    const now = this.#harness.clock.now()
    const times = { startTime: now, startMonotonic: now, deadline: now + 600_000 }
    const { signal } = new AbortController()
    return { ...this.#template, id: `${number}`, streaming: number % 2 === 0, signal, journal: newJournal(), ...times }
  }

  #attempted({ id, target }: TargetedCall, provider: number): void {
    const isOpen = this.#harness.circuits.stateOf(target) === 'open'
    this.watch.attempted(id, provider, this.#harness.clock.now(), isOpen)
  }
}

function catalog(): Catalog {
  const levels = levelsOf(TARGETS.map((each) => ({ target: each, weight: 1, priority: 0 })))
  const plan = { balance: 'weighted' as const, stickyKey: '', contentFilterFallback: false, levels }
  return new Catalog({ entries: [entry('m', TARGETS, { plan })], allowed: [], defaultModel: undefined })
}
