import { create, type DescMessage, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { operator, type Principal } from '../../src/core/principal.ts'
import { Secret } from '../../src/core/secret.ts'
import { Catalog } from '../../src/routing/catalog.ts'
import { catalogEntries } from '../../src/routing/entries.ts'
import { VendorLimits } from '../../src/routing/vendor-limits.ts'
import { newProgress, type RequestContext } from '../../src/rpc/handler.ts'
import { PageTokens } from '../../src/rpc/page-tokens.ts'
import { guarded } from '../../src/rpc/services.ts'
import { usageService } from '../../src/rpc/usage-service.ts'
import { createValidate } from '../../src/rpc/validate.ts'
import type { LedgerRow } from '../../src/usage/ledger.ts'
import { createPrices } from '../../src/usage/prices.ts'
import type { UsageReports } from '../../src/usage/reports.ts'
import { RequestFeed } from '../../src/usage/request-feed.ts'
import { openTestStore } from './databases.ts'
import { FakeClock } from './fake-clock.ts'

type Method = keyof typeof UsageService.method
type InputOf<Name extends Method> = (typeof UsageService.method)[Name]['input']
type OutputOf<Name extends Method> = (typeof UsageService.method)[Name]['output']

export interface UsageServiceFixture {
  readonly clock: FakeClock
  readonly feed: RequestFeed
  record(...rows: readonly LedgerRow[]): Promise<void>
  ask<Name extends Method>(
    name: Name,
    request: MessageInitShape<InputOf<Name>>,
    as?: Principal,
  ): Promise<MessageShape<OutputOf<Name>>>
  /** The messages of a stream, one by one. */
  stream<Name extends Method>(
    name: Name,
    request: MessageInitShape<InputOf<Name>>,
    as?: Principal,
    signal?: AbortSignal,
  ): AsyncIterator<MessageShape<OutputOf<Name>>>
}

const PER_MILLION = 1_000_000_000n

/** Two models of one class, of which `small` costs half of what `gpt-5-mini` does. */
const MODELS = [
  ['gpt-5-mini', 2n],
  ['small', 1n],
] as const

/** The service over a store in memory, with its checks but without a door. */
export async function openUsageService(change: { reports?: UsageReports } = {}): Promise<UsageServiceFixture> {
  const clock = new FakeClock()
  const feed = new RequestFeed()
  const store = await openTestStore({ url: 'sqlite::memory:' })
  const options = {
    clock,
    feed,
    ledger: store.ledger,
    reports: store.reports,
    pageTokens: new PageTokens(new Secret('p'.repeat(32))),
    vendorLimits: new VendorLimits(),
    ...(await models()),
  }
  const { handlers } = guarded(usageService({ ...options, ...change }), createValidate())
  const call = (name: Method, request: object, principal: Principal, signal = new AbortController().signal) => {
    const { input } = UsageService.method[name]
    // Messages of any method pass through here; each is typed where it is asked for.
    return handlers[name]?.(
      create(input as DescMessage, request as Record<string, unknown>),
      contextOf(principal, signal),
    ) as never
  }
  return {
    clock,
    feed,
    record: (...rows) => store.ledger.record(rows),
    ask: async (name, request, as = operator('local', 'local')) => call(name, request, as),
    stream: (name, request, as = operator('local', 'local'), signal) => oneByOne(call(name, request, as, signal)),
  }
}

export function contextOf(principal: Principal, signal: AbortSignal): RequestContext {
  const deadline = Number.MAX_SAFE_INTEGER
  return { principal, signal, deadline, header: () => undefined, requestId: 'request', progress: newProgress() }
}

async function models() {
  const provider = { name: 'openai', endpoints: [{ name: 'openai' }] }
  const plain = { aliases: [], tier: Tier.BALANCED, bestFor: [], capabilities: undefined }
  const entries = catalogEntries(
    [{ ...provider, models: MODELS.map(([name]) => ({ ...plain, name, upstreamName: name })) }],
    [],
  )
  const prices = await createPrices([
    {
      ...{ name: 'openai', vendor: undefined, baseUrl: 'http://127.0.0.1' },
      models: MODELS.map(([name, dollars]) => ({ name, price: priceOf(dollars * PER_MILLION) })),
    },
  ])
  return { catalog: new Catalog({ entries, allowed: [], defaultModel: undefined }), prices }
}

function priceOf(nanos: bigint) {
  return { inputNanos: nanos, outputNanos: nanos, cacheReadInputNanos: nanos, cacheWriteInputNanos: nanos }
}

async function* oneByOne<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const batch of batches) yield* batch
}
