import type { Load, LoadResult, TargetAddress } from '../load/load.ts'
import { type Parts, settingsWith } from '../parts.ts'
import type { Part } from '../process/part.ts'
import type { Size } from '../scenarios.ts'
import type { UpstreamCounters } from '../servers/upstream.ts'
import { medianOf } from '../statistics.ts'
import type { HeldFigures, HeldReport } from './report.ts'

interface Extent {
  readonly callers: number
  /** To be held at one time. */
  readonly crowd: number
  readonly answerMs: number
  readonly durationMs: number
  readonly rounds: number
}

/** More callers than the thousand that is to be held: some are always between two calls. */
const EXTENTS: Readonly<Record<Size, Extent>> = {
  full: { callers: 1100, crowd: 1000, answerMs: 1000, durationMs: 8000, rounds: 2 },
  quick: { callers: 1100, crowd: 1000, answerMs: 1000, durationMs: 3000, rounds: 1 },
  smoke: { callers: 20, crowd: 18, answerMs: 100, durationMs: 200, rounds: 1 },
}

/** A provider with an upstream process of its own. */
interface HeldUpstream {
  readonly name: string
  readonly part: Part<{ readonly port: number }>
}

/** The default is 1024. */
const MAX_CONNECTIONS = 1200

const SIDES = ['direct', 'switchyard'] as const

/** Two providers are called at once, by so many callers each that a thousand calls wait for either. */
export async function measureHeld(parts: Parts, directory: string, size: Size): Promise<HeldReport> {
  const { callers, crowd, answerMs, rounds } = EXTENTS[size]
  const upstreams: HeldUpstream[] = []
  for (const name of ['one', 'two']) upstreams.push({ name, part: await parts.start('servers/upstream') })
  const settings = settingsWith(directory, 'held', upstreams.map(providerAt).join(''))
  const gateway = await parts.start<{ address: string }>('servers/gateway', settings)
  const { rssBytes: beforeBytes } = await gateway.resources()
  const seen = { direct: [] as HeldFigures[][], switchyard: [] as HeldFigures[][] }
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
      const targetOf = ({ part }: HeldUpstream): TargetAddress =>
        side === 'direct'
          ? { protocol: 'openai', address: `127.0.0.1:${part.ready.port}` }
          : { protocol: 'grpc', address: gateway.ready.address }
      seen[side].push(await hold(parts.driver, upstreams, targetOf, EXTENTS[size]))
    }
  }
  const { peakRssBytes: peakBytes } = await gateway.resources()
  const providers = upstreams.map(({ name }, index) => ({
    name,
    direct: summary(seen.direct.map((round) => round[index] as HeldFigures)),
    switchyard: summary(seen.switchyard.map((round) => round[index] as HeldFigures)),
  }))
  return { callers, crowd, answerMs, providers, memory: { beforeBytes, peakBytes } }
}

/** One round: what the callers of each provider saw. */
async function hold(
  driver: Part,
  upstreams: readonly HeldUpstream[],
  targetOf: (upstream: HeldUpstream) => TargetAddress,
  { callers, crowd, answerMs, durationMs }: Extent,
): Promise<HeldFigures[]> {
  for (const { part } of upstreams) await part.ask('setPace', { answerMs, crowd, tokens: 1, tokensPerSecond: 0 })
  return Promise.all(
    upstreams.map(async (upstream) => {
      const target = targetOf(upstream)
      const kind = { method: 'unary', tokens: 0, spreadMs: answerMs } as const
      const load: Load = { ...kind, target, model: modelOf(upstream), concurrency: callers, durationMs }
      const result = await driver.ask<LoadResult>('run', load)
      const { maxInFlight } = await upstream.part.ask<UpstreamCounters>('counters')
      return { ...result, maxInFlight }
    }),
  )
}

function summary(rounds: readonly HeldFigures[]): HeldFigures {
  const errors = rounds.reduce((sum, round) => sum + round.errors, 0)
  const firstError = rounds.find((round) => round.firstError)?.firstError ?? ''
  const maxInFlight = Math.min(...rounds.map((round) => round.maxInFlight))
  return { ...medianOf(rounds), errors, firstError, maxInFlight }
}

function providerAt(upstream: HeldUpstream): string {
  return `
  - name: ${upstream.name}
    adapter: openai_compatible
    base_url: http://127.0.0.1:${upstream.part.ready.port}/v1
    api_key_env: BENCH_UPSTREAM_KEY
    max_connections: ${MAX_CONNECTIONS}
    models:
      - { name: ${modelOf(upstream)}, price: { input: 0.25, output: 2 } }`
}

function modelOf({ name }: HeldUpstream): string {
  return `held-${name}`
}
