import { readFileSync } from 'node:fs'
import { create } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { GenerateChatRequestSchema, GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { type Authenticate, createAuthenticator } from './access/authenticate.ts'
import { CertificateJudge } from './access/certificate-judge.ts'
import { TokenIssuer } from './access/token-issuer.ts'
import { TokenJudge } from './access/token-judge.ts'
import { type AuthenticationSettings, isOpen } from './config/access-settings.ts'
import type { Settings } from './config/settings.ts'
import { type Clock, systemClock } from './core/clock.ts'
import { startDoors } from './doors.ts'
import { AnswerMemory } from './idempotency/answer-memory.ts'
import { openQuotas } from './quotas.ts'
import { Admission } from './resilience/admission/admission.ts'
import { CheckHistory } from './resilience/check-history.ts'
import { Overload } from './resilience/overload/overload.ts'
import { processLoad } from './resilience/overload/process-load.ts'
import { TargetHealth } from './resilience/target-health.ts'
import { LiveConfiguration } from './resources/live-configuration.ts'
import { withoutQuotas } from './resources/quota-kinds.ts'
import type { ResourceRepository } from './resources/repository.ts'
import { VendorLimits } from './routing/vendor-limits.ts'
import { replaceable } from './rpc/services.ts'
import { createValidate, type Validate } from './rpc/validate.ts'
import { createRuntime, type Runtime } from './runtime.ts'
import { createHealth } from './server/health.ts'
import type { ProviderStates } from './server/provider-status.ts'
import { readiness } from './server/readiness.ts'
import { openStore } from './store/open-store.ts'
import type { Store, StoreCheck } from './store/store.ts'
import { StoreStart } from './store-start.ts'
import { openExport } from './telemetry/export.ts'
import { createLogger, describeFault, type Logger } from './telemetry/log.ts'
import { Metrics } from './telemetry/metrics.ts'
import { observeConfiguration } from './telemetry/observe-configuration.ts'
import { overloadJournal } from './telemetry/overload-journal.ts'

export interface AppOptions {
  readonly settings: Settings
  readonly clock?: Clock
  readonly logger?: Logger
  /** Where what is changed at run time is kept; left out: beside the ledger. */
  readonly resources?: ResourceRepository
  /** Whether it starts without stored resources that do not fit the file, rather than not at all. */
  readonly skipMisfits?: boolean
}

/** The running service. */
export interface App {
  readonly grpcAddress: string
  readonly webAddress: string
  /** Why it does not serve yet: a sentence, empty when it does. It begins to as soon as its store has been read. */
  readonly waitingFor: string
  readonly providers: readonly { readonly name: string; readonly models: readonly string[] }[]
  /**
   * Takes over all settings but `listen`, `authentication`, `store`, `log` and `telemetry`, between two calls, and lays over them what
   * is stored. When they cannot be loaded or do not fit what is stored, it rejects and everything stays as it was.
   */
  reload(settings: Settings | (() => Settings)): Promise<void>
  /** Takes over what other replicas stored. */
  refresh(): Promise<void>
  /** Takes down where a fault was thrown that nothing caught. */
  noteFault(fault: unknown): void
  /**
   * Stops as it should when an orchestrator asks: it says that it is not serving, still takes calls for the drain's
   * delay, lets calls end within the drain's time, and closes. Nothing recorded is lost.
   */
  stop(): Promise<void>
}

/** The version in package.json. */
export const version: string = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version

/** What is remembered of answers with an idempotency key. */
const REMEMBERED = {
  maxAnswers: 1000,
  maxBytes: 64 * 1024 * 1024,
  maxAnswerBytes: 8 * 1024 * 1024,
  maxAgeMs: 24 * 3_600_000,
}

/** Puts all parts together and opens the doors. Rejects when a door or the store cannot be opened. */
export async function startApp(options: AppOptions): Promise<App> {
  const { settings, clock = systemClock, logger = createLogger(settings.log.level) } = options
  const { url, failFast } = settings.store
  const store = await openStore({ url: url.reveal(), clock, failFast, onChange: (check) => logStore(logger, check) })
  try {
    return await openDoors({ ...options, clock, logger }, store)
  } catch (thrown) {
    await store.close()
    throw thrown
  }
}

/** The words of a database may quote its own names, never what a caller sent. */
function logStore(logger: Logger, { healthy, message }: StoreCheck): void {
  if (healthy) logger.info('the store is available')
  else logger.error({ store: message }, 'the store is not available; trying again')
}

type OpenOptions = AppOptions & Required<Pick<AppOptions, 'clock' | 'logger'>>

async function openDoors(options: OpenOptions, store: Store): Promise<App> {
  const { settings, clock, logger, skipMisfits = false } = options
  const metrics = new Metrics()
  const start = new StoreStart(store, clock)
  const meter = processLoad()
  const overload = new Overload(settings.admission, {
    clock,
    meter,
    observer: overloadJournal(metrics.admission, logger),
  })
  const repository = options.resources ?? store.resources
  const configuration = await LiveConfiguration.open({
    settings,
    repository: withoutQuotas(repository),
    isReadable: start.isThere,
    observer: observeConfiguration({ metrics: metrics.configuration, logger, clock }),
    clock,
    apply: async (next, { store, sameProviders }) => {
      const replaced = runtime
      runtime = await createRuntime(next, context, { store, before: sameProviders ? replaced : undefined })
      await quotas.takeFile(next.quotas).catch((error) => {
        logger.error({ fault: describeFault(error) }, 'what was spent of new budgets could not be read')
      })
      replaced
        .retire(runtime)
        .catch((error) => logger.error({ fault: describeFault(error) }, 'fault while retiring a configuration'))
    },
    skipMisfits,
  })
  const quotas = await openQuotas(settings, {
    repository,
    spend: store.spend,
    isReadable: start.isThere,
    clock,
    logger,
    metrics: metrics.budgets,
  })
  const context = {
    quotas,
    telemetry: await openExport(settings.telemetry, { clock, logger, version }),
    clock,
    ledger: store.ledger,
    metrics,
    overload,
    admission: new Admission(clock, metrics.admission),
    logger,
    version,
    health: new TargetHealth(),
    checkHistory: new CheckHistory(),
    trippedCircuits: new Set<string>(),
    vendorLimits: new VendorLimits(),
    answerMemory: new AnswerMemory({ clock, ...REMEMBERED }),
    validate: warmed(createValidate()),
    configuration,
    startTime: clock.now(),
  }
  let runtime: Runtime = await createRuntime(configuration.settings, context)
  const services = replaceable(() => runtime.services)
  const providers: ProviderStates = {
    get names() {
      return runtime.accounts.names
    },
    stateOf: (name) => runtime.accounts.stateOf(name),
  }
  const health = createHealth(
    services.map(({ desc }) => desc.typeName),
    { clock, providers },
  )
  const ready = () =>
    readiness({ serving: health.serving, store: store.check(), providers, ...configuration.settings.health })
  const doors = await startDoors(settings, [...services, health.service], {
    clock,
    logger,
    metrics,
    ready,
    refusal: (service) => start.refusal ?? (service === LLMService ? overload.refusal() : undefined),
    authenticate: authenticatorOf(settings.authentication, clock),
  }).catch(async (thrown) => {
    quotas.close()
    await runtime.retire()
    throw thrown
  })
  start.onceRead([configuration, quotas], () => health.set(true))
  overload.start()
  return {
    grpcAddress: doors.grpc.address,
    webAddress: doors.web.address,
    get waitingFor() {
      return start.waitingFor
    },
    get providers() {
      return configuration.settings.providers.map(({ name, models }) => ({
        name,
        models: models.map((model) => model.name),
      }))
    },
    reload: (next) => configuration.reload(typeof next === 'function' ? next : () => next),
    async refresh() {
      await configuration.refresh()
      await quotas.refresh()
    },
    noteFault(fault) {
      logger.error({ fault: describeFault(fault) }, 'fault that nothing caught')
    },
    async stop() {
      start.stop()
      health.set(false)
      await new Promise<void>((resolve) => clock.after(configuration.settings.drain.delayMs, resolve))
      health.close()
      const { timeoutMs } = configuration.settings.drain
      await Promise.all([doors.grpc.stop(timeoutMs), doors.web.stop(timeoutMs)])
      await configuration.idle()
      quotas.close()
      await runtime.retire()
      overload.close()
      await store.close()
      await context.telemetry.close()
      logger.flush()
    },
  }
}

/** Rules are compiled when a message is first checked, which takes a tenth of a second: not that of the first call. */
function warmed(validate: Validate): Validate {
  const messages = [{ role: Role.USER, parts: [{ content: { case: 'text' as const, value: 'warm' } }] }]
  validate(GenerateChatRequestSchema, create(GenerateChatRequestSchema, { messages, options: {}, context: {} }))
  validate(GenerateTextRequestSchema, create(GenerateTextRequestSchema, { prompt: 'warm' }))
  return validate
}

function authenticatorOf(settings: AuthenticationSettings, clock: Clock): Authenticate {
  const { apiKey, certificates, clientCertificates, tokenIssuers, virtualKeys } = settings
  const issuers = tokenIssuers.map((issuer) => new TokenIssuer(issuer, clock))
  // Beside other credentials, certificates that are not listed only protect the connection.
  const certificatesAlone = !apiKey && issuers.length === 0 && !virtualKeys
  return createAuthenticator({
    apiKey: apiKey?.reveal(),
    tokens: issuers.length > 0 ? new TokenJudge(issuers, clock) : undefined,
    certificates:
      clientCertificates && (certificates.length > 0 || certificatesAlone)
        ? new CertificateJudge(certificates)
        : undefined,
    open: isOpen(settings),
  })
}
