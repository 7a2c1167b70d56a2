import { readFileSync } from 'node:fs'
import { create } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GenerateChatRequestSchema, GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { createAuthenticator } from './access/authenticate.ts'
import { formatAddress } from './config/address.ts'
import type { Settings } from './config/settings.ts'
import { type Clock, systemClock } from './core/clock.ts'
import { AnswerMemory } from './idempotency/answer-memory.ts'
import { TargetHealth } from './resilience/target-health.ts'
import { VendorLimits } from './routing/vendor-limits.ts'
import type { ServiceHandlers } from './rpc/handler.ts'
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
import type { Ledger } from './usage/ledger.ts'

export interface AppOptions {
  readonly settings: Settings
  readonly clock?: Clock
  readonly logger?: Logger
}

/** The running service. */
export interface App {
  readonly grpcAddress: string
  readonly webAddress: string
  readonly providers: readonly { readonly name: string; readonly models: readonly string[] }[]
  /** Takes over all settings but `listen`, `authentication`, `store` and `log`, between two calls. */
  reload(settings: Settings): Promise<void>
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
export async function startApp({ settings, clock = systemClock, logger }: AppOptions): Promise<App> {
  const log = logger ?? createLogger(settings.log.level)
  const ledger = await openLedger({ url: settings.store.url })
  try {
    return await openDoors(settings, clock, log, ledger)
  } catch (thrown) {
    await ledger.close()
    throw thrown
  }
}

async function openDoors(settings: Settings, clock: Clock, logger: Logger, ledger: Ledger): Promise<App> {
  const metrics = new Metrics()
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
    startTime: clock.now(),
  }
  let current = settings
  let runtime: Runtime = await createRuntime(settings, context)
  const services = replaceable(() => runtime.services)
  const health = createHealth(services.map(({ desc }) => desc.typeName))
  const doors = await startDoors(settings, [...services, health.service], { clock, logger, metrics, ledger, health })
  health.set(true)
  return {
    grpcAddress: doors.grpc.address,
    webAddress: doors.web.address,
    get providers() {
      return current.providers.map(({ name, models }) => ({ name, models: models.map((model) => model.name) }))
    },
    async reload(next) {
      const replaced = runtime
      runtime = await createRuntime(next, context)
      current = next
      replaced
        .retire()
        .catch((error) => logger.error({ fault: describeFault(error) }, 'fault while retiring a configuration'))
    },
    noteFault(fault) {
      logger.error({ fault: describeFault(fault) }, 'fault that nothing caught')
    },
    async stop() {
      health.set(false)
      await new Promise<void>((resolve) => clock.after(current.drain.delayMs, resolve))
      health.close()
      await Promise.all([doors.grpc.stop(current.drain.timeoutMs), doors.web.stop(current.drain.timeoutMs)])
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
}

/** Opens both doors to the same services. */
async function startDoors(settings: Settings, services: readonly ServiceHandlers[], context: DoorContext) {
  const { clock, logger, metrics, ledger, health } = context
  const { listen, authentication, limits } = settings
  const shared = {
    services,
    clock,
    tls: listen.tls && loadTls(listen.tls),
    authenticate: createAuthenticator({
      apiKey: authentication.apiKey?.reveal(),
      requireClientCertificate: authentication.clientCertificates,
    }),
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
