import { readFileSync } from 'node:fs'
import { create } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GenerateChatRequestSchema, GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import type { Authenticate } from './access/authenticate.ts'
import { formatAddress } from './config/address.ts'
import type { Settings } from './config/settings.ts'
import { type Clock, systemClock } from './core/clock.ts'
import type { Secret } from './core/secret.ts'
import { AnswerMemory } from './idempotency/answer-memory.ts'
import { openIdentity } from './identity.ts'
import { TargetHealth } from './resilience/target-health.ts'
import { LiveConfiguration } from './resources/live-configuration.ts'
import { type Kept, openResources } from './resources/open-resources.ts'
import { VendorLimits } from './routing/vendor-limits.ts'
import type { ServiceHandlers } from './rpc/handler.ts'
import { PageTokens } from './rpc/page-tokens.ts'
import { replaceable } from './rpc/services.ts'
import { createValidate, type Validate } from './rpc/validate.ts'
import { createRuntime, type Runtime } from './runtime.ts'
import { startGrpcDoor } from './server/grpc/door.ts'
import { createHealth, type ServerHealth } from './server/health.ts'
import { loadTls } from './server/tls.ts'
import { startWebDoor } from './server/web/door.ts'
import { openLedger } from './store/open-ledger.ts'
import { createLogger, describeFault, type Logger } from './telemetry/log.ts'
import { Metrics } from './telemetry/metrics.ts'
import { observeConfiguration } from './telemetry/observe-configuration.ts'
import { observeDirectory } from './telemetry/observe-directory.ts'
import type { Ledger } from './usage/ledger.ts'

export interface AppOptions {
  readonly settings: Settings
  readonly clock?: Clock
  readonly logger?: Logger
  /** Where what is changed at run time is kept; left out: beside the ledger. */
  readonly kept?: Kept
  /** Whether it starts without stored resources that do not fit the file, rather than not at all. */
  readonly skipMisfits?: boolean
}

/** The running service. */
export interface App {
  readonly grpcAddress: string
  readonly webAddress: string
  /** The administrator's key that was made at this start, to be shown once; undefined: none was needed. */
  readonly firstKey: Secret | undefined
  readonly providers: readonly { readonly name: string; readonly models: readonly string[] }[]
  /**
   * Takes over all settings but `listen`, `authentication`, `store` and `log`, between two calls, and lays over them what
   * is stored. When they cannot be loaded or do not fit what is stored, it rejects and everything stays as it was.
   */
  reload(settings: Settings | (() => Settings)): Promise<void>
  /** Takes over what other replicas stored. */
  refresh(): Promise<void>
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
  const ledger = await openLedger({ url: settings.store.url })
  try {
    return await openDoors({ ...options, clock, logger }, ledger)
  } catch (thrown) {
    await ledger.close()
    throw thrown
  }
}

type OpenOptions = AppOptions & Required<Pick<AppOptions, 'clock' | 'logger'>>

async function openDoors(options: OpenOptions, ledger: Ledger): Promise<App> {
  const { settings, clock, logger, skipMisfits = false } = options
  const metrics = new Metrics()
  const { resources: repository, audit } = options.kept ?? openResources(clock)
  const identity = await openIdentity(settings, {
    repository,
    clock,
    shared: !settings.store.url.startsWith('sqlite:'),
    observer: observeDirectory(logger),
  })
  const { authenticate, directory, pageTokenKey } = identity
  const configuration = await LiveConfiguration.open({
    settings,
    repository,
    observer: observeConfiguration({ metrics: metrics.configuration, logger, clock }),
    clock,
    apply: async (next, store) => {
      const replaced = runtime
      runtime = await createRuntime(next, context, store)
      replaced
        .retire()
        .catch((error) => logger.error({ fault: describeFault(error) }, 'fault while retiring a configuration'))
    },
    skipMisfits,
  })
  const context = {
    clock,
    ledger,
    metrics,
    logger,
    version,
    health: new TargetHealth(),
    trippedCircuits: new Set<string>(),
    vendorLimits: new VendorLimits(),
    answerMemory: new AnswerMemory({ clock, ...REMEMBERED }),
    validate: warmed(createValidate()),
    configuration,
    directory,
    audit,
    pageTokens: new PageTokens(pageTokenKey),
    startTime: clock.now(),
  }
  let runtime: Runtime = await createRuntime(configuration.settings, context)
  const services = replaceable(() => runtime.services)
  const health = createHealth(services.map(({ desc }) => desc.typeName))
  const doors = await startDoors(settings, [...services, health.service], {
    clock,
    logger,
    metrics,
    ledger,
    health,
    authenticate,
  }).catch((error) => {
    identity.close()
    throw error
  })
  health.set(true)
  return {
    get firstKey() {
      return identity.firstKey
    },
    grpcAddress: doors.grpc.address,
    webAddress: doors.web.address,
    get providers() {
      return configuration.settings.providers.map(({ name, models }) => ({
        name,
        models: models.map((model) => model.name),
      }))
    },
    reload: (next) => configuration.reload(typeof next === 'function' ? next : () => next),
    refresh: () => configuration.refresh(),
    async stop() {
      health.set(false)
      await new Promise<void>((resolve) => clock.after(configuration.settings.drain.delayMs, resolve))
      health.close()
      const { timeoutMs } = configuration.settings.drain
      await Promise.all([doors.grpc.stop(timeoutMs), doors.web.stop(timeoutMs)])
      identity.close()
      await runtime.retire()
      await ledger.close()
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

interface DoorContext {
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly ledger: Ledger
  readonly health: ServerHealth
  readonly authenticate: Authenticate
}

/** Opens both doors to the same services. */
async function startDoors(settings: Settings, services: readonly ServiceHandlers[], context: DoorContext) {
  const { clock, logger, metrics, ledger, health, authenticate } = context
  const { listen, limits } = settings
  const shared = {
    services,
    clock,
    tls: listen.tls && loadTls(listen.tls),
    authenticate,
  }
  const grpc = await startGrpcDoor({
    ...shared,
    address: formatAddress(listen.grpc),
    limits,
    reflection: listen.reflection,
    onError: (error, path) => {
      if (error.reason !== ErrorReason.INTERNAL) return
      logger.error({ method: path, fault: describeFault(error.cause) }, 'fault at the gRPC port')
    },
  })
  try {
    const web = await startWebDoor({
      ...shared,
      ...listen.web,
      allowedOrigins: listen.allowedOrigins,
      ready: () => readiness(health, ledger),
      metrics: () => metrics.expose(),
      onError: (error) => logger.error({ fault: describeFault(error) }, 'fault at the web port'),
      limits: {
        maxRequestBytes: limits.maxRequestBytes,
        maxCallMs: limits.maxCallDurationMs,
        writeStallMs: limits.writeStallMs,
      },
    })
    return { grpc, web: { ...web, address: formatAddress({ host: listen.web.host, port: web.port }) } }
  } catch (thrown) {
    await grpc.stop(0)
    throw thrown
  }
}

function readiness(health: ServerHealth, ledger: Ledger) {
  const store = ledger.check()
  const checks = { serving: health.serving ? 'ok' : 'draining', store: store.healthy ? 'ok' : store.message }
  return { ready: health.serving && store.healthy, checks }
}
