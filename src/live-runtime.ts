import type { Settings } from './config/settings.ts'
import type { Application } from './resources/change.ts'
import { createRuntime, type Runtime, type RuntimeContext } from './runtime.ts'
import { describeFault } from './telemetry/log.ts'

/** Where the runtime in force stands: calls that began on one before end on that one. */
export class LiveRuntime {
  readonly #context: RuntimeContext
  #current: Runtime
  /** Resolves when the calls of all runtimes before this one have ended. */
  #retired: Promise<unknown> = Promise.resolve()

  private constructor(context: RuntimeContext, first: Runtime) {
    this.#context = context
    this.#current = first
  }

  /** Rejects when the providers of the settings cannot be made. */
  static async start(settings: Settings, context: RuntimeContext): Promise<LiveRuntime> {
    return new LiveRuntime(context, await createRuntime(settings, context))
  }

  get current(): Runtime {
    return this.#current
  }

  /** Circuits and retry budgets go on where providers are the same. When it rejects, everything stays as it was. */
  async replace(settings: Settings, { store, changedProviders }: Application): Promise<void> {
    const replaced = this.#current
    const before = changedProviders && { runtime: replaced, changedProviders }
    this.#current = await createRuntime(settings, this.#context, { store, before })
    this.#retired = Promise.all([this.#retired, this.#retire(replaced)])
  }

  /** Resolves when the calls of all runtimes have ended and what they held is closed. Never rejects. */
  async close(): Promise<void> {
    await Promise.all([this.#retired, this.#retire(this.#current)])
  }

  #retire(runtime: Runtime): Promise<void> {
    return runtime.retire().catch((error) => {
      this.#context.logger.error({ fault: describeFault(error) }, 'fault while retiring a configuration')
    })
  }
}
