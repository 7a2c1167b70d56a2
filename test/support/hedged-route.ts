import type { Call } from '../../src/core/call.ts'
import { type Clock, sleep } from '../../src/core/clock.ts'
import { collect, textOf } from '../../src/core/collect.ts'
import { Catalog } from '../../src/routing/catalog.ts'
import type { HedgePolicy } from '../../src/routing/hedge-policy.ts'
import { levelsOf } from '../../src/routing/route-plan.ts'
import { entry, type HarnessChange, PipelineHarness, target } from './pipeline-harness.ts'
import { end, type Script, ScriptedProvider, says, start, text, untilAborted } from './scripted-provider.ts'

/** A second attempt after a second, whatever was seen before; half of all that is paid may be lost. */
export const AFTER_A_SECOND: HedgePolicy = {
  percentile: 95,
  minDelayMs: 1000,
  maxDelayMs: 1000,
  maxExtraSpendShare: 0.5,
}

/** Calls that make enough spend for one second attempt at a share of a half, since every attempt costs the same here. */
const WARMING = 2

const NO_RETRY = { model: 'm', retry: { maxRetries: 0 } }

/** The pipeline around a route `m` that hedges, over a scripted provider for each list of scripts. */
export class HedgedRoute extends PipelineHarness {
  readonly providers: readonly ScriptedProvider[]

  private constructor(policy: HedgePolicy | undefined, providers: ScriptedProvider[], change: HarnessChange) {
    const targets = providers.map((_, index) => target(`p${index}`))
    const levels = levelsOf(targets.map((one) => ({ target: one, weight: 1, priority: 0 })))
    const plan = { balance: 'ordered', stickyKey: 'session_id', contentFilterFallback: false, levels } as const
    const entries = [entry('m', targets, { isRoute: true, plan: { ...plan, hedge: policy } })]
    super(providers, { catalog: new Catalog({ entries, allowed: [], defaultModel: undefined }), ...change })
    this.providers = providers
  }

  /** The first target has answered so many calls at once; they left nothing in the ledger or the counts of this class. */
  static async open(
    scripts: readonly Script[][],
    policy: HedgePolicy | 'none' = AFTER_A_SECOND,
    change: HarnessChange = {},
    warming = WARMING,
  ): Promise<HedgedRoute> {
    const quick = Array.from({ length: warming }, () => says('warm'))
    const [first = [], ...others] = scripts
    const providers = [[...quick, ...first], ...others].map((own) => new ScriptedProvider(...own))
    const route = new HedgedRoute(policy === 'none' ? undefined : policy, providers, change)
    for (let made = 0; made < warming; made++) await route.text(route.slowCall(false))
    for (const seen of [route.ledger.rows, ...providers.map(({ calls }) => calls)]) seen.length = 0
    return route
  }

  /** A call that is not retried. */
  slowCall(streaming: boolean): Call {
    return this.call(streaming, NO_RETRY)
  }

  /** Runs a call to its end; gives its text. */
  async text(call: Call): Promise<string> {
    return textOf((await collect(await this.run(call))).message)
  }

  /** How often each provider was asked. */
  asked(): number[] {
    return this.providers.map(({ calls }) => calls.length)
  }

  inFlight(): number[] {
    return this.providers.map((_, index) => this.health.of(target(`p${index}`)).inFlight)
  }

  /** The rows of the ledger, in short. */
  told(): [provider: string, index: number, outcome: string, last: boolean][] {
    return this.ledger.rows.map((row) => [row.provider, row.attemptIndex, row.outcome, row.last])
  }

  async hedges(result: string, provider = 'p1'): Promise<number> {
    const line = `llm_hedges_total{provider="${provider}",model="m",result="${result}"} `
    const found = (await this.metrics.expose()).body.split('\n').find((one) => one.startsWith(line))
    return Number(found?.slice(line.length) ?? 0)
  }
}

// biome-ignore lint/correctness/useYield: it never says anything.
export const hangs: Script = async function* (call) {
  await untilAborted(call.signal)
}

/** Speaks after that time, and ends well. */
export function speaksAfter(clock: () => Clock, words: string, milliseconds: number): Script {
  return async function* (call) {
    await sleep(clock(), milliseconds, call.signal)
    yield [start, text(words)]
    yield [end]
  }
}

export function failsLate(clock: () => Clock, milliseconds: number, error: Error): Script {
  // biome-ignore lint/correctness/useYield: it fails before it says anything.
  return async function* (call) {
    await sleep(clock(), milliseconds, call.signal)
    throw error
  }
}
