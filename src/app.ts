import { readFileSync } from 'node:fs'
import { create, type DescService } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GenerateChatRequestSchema, GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { type Authenticate, createAuthenticator } from './access/authenticate.ts'
import { CertificateJudge } from './access/certificate-judge.ts'
import { TokenIssuer } from './access/token-issuer.ts'
import { TokenJudge } from './access/token-judge.ts'
import { type AuthenticationSettings, isOpen } from './config/access-settings.ts'
import { formatAddress } from './config/address.ts'
import type { Settings } from './config/settings.ts'
import { type Clock, systemClock } from './core/clock.ts'
import { AnswerMemory } from './idempotency/answer-memory.ts'
import { Admission } from './resilience/admission/admission.ts'
import { CheckHistory } from './resilience/check-history.ts'
import { Overload } from './resilience/overload/overload.ts'
import { processLoad } from './resilience/overload/process-load.ts'
import { TargetHealth } from './resilience/target-health.ts'
import { VendorLimits } from './routing/vendor-limits.ts'
import type { ServiceHandlers } from './rpc/handler.ts'
import { replaceable } from './rpc/services.ts'
import { createValidate, type Validate } from './rpc/validate.ts'
import { createRuntime, type Runtime } from './runtime.ts'
import { startGrpcDoor } from './server/grpc/door.ts'
import { createHealth } from './server/health.ts'
import type { ProviderStates } from './server/provider-status.ts'
import { readiness } from './server/readiness.ts'
import { loadTls } from './server/tls.ts'
import { startWebDoor } from './server/web/door.ts'
import type { Readiness } from './server/web/probes.ts'
import { openLedger } from './store/open-ledger.ts'
import { createLogger, describeFault, type Logger } from './telemetry/log.ts'
import { Metrics } from './telemetry/metrics.ts'
import { overloadJournal } from './telemetry/overload-journal.ts'
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
  const meter = processLoad()
  const overload = new Overload(settings.admission, {
    clock,
    meter,
    observer: overloadJournal(metrics.admission, logger),
  })
  const context = {
    clock,
    ledger,
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
    startTime: clock.now(),
  }
  let current = settings
  let runtime: Runtime = await createRuntime(settings, context)
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
  const ready = () => readiness({ serving: health.serving, store: ledger.check(), providers, ...current.health })
  const doors = await startDoors(settings, [...services, health.service], {
    clock,
    logger,
    metrics,
    overload,
    ready,
  }).catch(async (thrown) => {
    await runtime.retire()
    throw thrown
  })
  health.set(true)
  overload.start()
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
    async stop() {
      health.set(false)
      await new Promise<void>((resolve) => clock.after(current.drain.delayMs, resolve))
      health.close()
      await Promise.all([doors.grpc.stop(current.drain.timeoutMs), doors.web.stop(current.drain.timeoutMs)])
      await runtime.retire()
      overload.close()
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
  readonly overload: Overload
  readonly ready: () => Readiness
}

/** Opens both doors to the same services. */
async function startDoors(settings: Settings, services: readonly ServiceHandlers[], context: DoorContext) {
  const { clock, logger, metrics, overload, ready } = context
  const { listen, authentication, limits } = settings
  const shared = {
    services,
    clock,
    refusal: (service: DescService) => (service === LLMService ? overload.refusal() : undefined),
    tls: listen.tls && loadTls(listen.tls),
    authenticate: authenticatorOf(authentication, clock),
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
      ready,
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
