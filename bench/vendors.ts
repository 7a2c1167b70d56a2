import { adapters } from '../src/providers/registry.ts'
import type { Load, LoadResult } from './load/load.ts'
import { type Parts, type ServerPart, settingsWith } from './parts.ts'
import type { VendorReport } from './report.ts'
import type { Size } from './scenarios.ts'
import { median } from './statistics.ts'

interface Extent {
  readonly streams: number
  readonly tokens: number
  readonly rounds: number
}

const EXTENTS: Readonly<Record<Size, Extent>> = {
  full: { streams: 100, tokens: 100, rounds: 3 },
  quick: { streams: 30, tokens: 20, rounds: 1 },
  smoke: { streams: 2, tokens: 5, rounds: 1 },
}

const TOKENS_PER_SECOND = 50

/** Where each interface begins below the upstream's address. */
const PATHS: Readonly<Record<string, string>> = {
  anthropic: '',
  gemini: '',
  azure: '',
  foundry_anthropic: '/anthropic',
}

/**
 * What a streamed token costs by each vendor's adapter: one gateway with all of them, the same paced streams for each,
 * in turn, again and again. Answers have the same text whoever gives them.
 */
export async function measureVendors(parts: Parts, directory: string, size: Size): Promise<VendorReport[]> {
  const { streams, tokens, rounds } = EXTENTS[size]
  const names = adapters.filter(({ address }) => address.kind !== 'none').map(({ name }) => name)
  const gateway: ServerPart = await parts.start('servers/gateway', vendorSettings(directory, names, parts))
  await parts.upstream.ask('setPace', { answerMs: 0, tokens, tokensPerSecond: TOKENS_PER_SECOND })
  const measured = new Map(names.map((name) => [name, [] as VendorRound[]]))
  for (let round = -1; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const figures = await measureRound(parts, gateway, { name, streams, tokens })
      // The first round warms up.
      if (round >= 0) measured.get(name)?.push(figures)
    }
  }
  return names.map((adapter) => summary(adapter, measured.get(adapter) ?? []))
}

interface VendorRound {
  readonly errors: number
  readonly firstError: string
  readonly cpuMicrosPerToken: number
}

async function measureRound(
  parts: Parts,
  gateway: ServerPart,
  { name, streams, tokens }: { name: string; streams: number; tokens: number },
): Promise<VendorRound> {
  const load: Load = {
    target: { protocol: 'grpc', address: gateway.ready.address },
    model: modelOf(name),
    method: 'stream',
    concurrency: streams,
    durationMs: 0,
    spreadMs: streams * 5,
    tokens,
  }
  const before = await gateway.resources()
  const result = await parts.driver.ask<LoadResult>('run', load)
  const after = await gateway.resources()
  const cpuMicrosPerToken = (after.processMicros - before.processMicros) / Math.max(result.tokens, 1)
  return { errors: result.errors, firstError: result.firstError, cpuMicrosPerToken }
}

function summary(adapter: string, rounds: readonly VendorRound[]): VendorReport {
  return {
    adapter,
    cpuMicrosPerToken: median(rounds.map((round) => round.cpuMicrosPerToken)),
    errors: rounds.reduce((sum, round) => sum + round.errors, 0),
    firstError: rounds.find((round) => round.firstError)?.firstError ?? '',
  }
}

function vendorSettings(directory: string, names: readonly string[], parts: Parts) {
  const upstream = `http://127.0.0.1:${parts.upstream.ready.port}`
  const provider = (name: string) => `
  - name: ${name}
    adapter: ${name}
    base_url: ${upstream}${PATHS[name] ?? '/v1'}
    api_key_env: BENCH_UPSTREAM_KEY
    models:
      - { name: ${modelOf(name)}, price: { input: 0.25, output: 2 } }`
  return settingsWith(directory, 'vendors', names.map(provider).join(''))
}

function modelOf(adapter: string): string {
  return `bench-${adapter}`
}
