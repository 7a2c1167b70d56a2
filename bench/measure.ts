import type { Load, LoadResult, TargetAddress } from './load/load.ts'
import type { Parts, ServerPart } from './parts.ts'
import type { Resources } from './process/protocol.ts'
import { type Figures, type ScenarioReport, SIDES, type Side } from './report.ts'
import type { Scenario } from './scenarios.ts'
import type { UpstreamCounters } from './servers/upstream.ts'
import { medianOf } from './statistics.ts'

/** Runs a scenario: all sides in turn, again and again, every second round in the opposite order. */
export async function measure(parts: Parts, scenario: Scenario): Promise<ScenarioReport> {
  const { name, title, rounds, warmMs, load } = scenario
  await parts.upstream.ask('setPace', scenario.pace)
  for (const side of SIDES)
    if (warmMs > 0) await drive(parts, side, { ...scenario, load: { ...load, durationMs: warmMs } })
  const seen: Record<Side, Figures[]> = { direct: [], forwarder: [], switchyard: [] }
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? SIDES : SIDES.toReversed()
    for (const side of order) seen[side].push(await measureOnce(parts, side, scenario))
  }
  const sides = {
    direct: summary(seen.direct),
    forwarder: summary(seen.forwarder),
    switchyard: summary(seen.switchyard),
  }
  return { name, title, sides, rounds: seen }
}

function summary(rounds: readonly Figures[]): Figures {
  const errors = rounds.reduce((sum, round) => sum + round.errors, 0)
  const firstError = rounds.find((round) => round.firstError)?.firstError ?? ''
  return { ...medianOf(rounds), errors, firstError }
}

async function measureOnce(parts: Parts, side: Side, scenario: Scenario): Promise<Figures> {
  const server = serverOf(parts, side, scenario)
  const upstreamBefore = await parts.upstream.ask<UpstreamCounters>('counters')
  const before = await server?.resources()
  const result = await drive(parts, side, scenario)
  const after = await server?.resources()
  const upstreamAfter = await parts.upstream.ask<UpstreamCounters>('counters')
  return figures(result, before, after, upstreamAfter.aborted - upstreamBefore.aborted)
}

function serverOf(parts: Parts, side: Side, { protocol = 'grpc' }: Scenario): ServerPart | undefined {
  if (side === 'direct') return undefined
  return side === 'forwarder' && protocol !== 'grpc' ? parts.webForwarder : parts[side]
}

/** Lets the driver run the scenario's load against a side. */
export function drive(parts: Parts, side: Side, scenario: Scenario): Promise<LoadResult> {
  const { load, pace } = scenario
  const asked: Load = { ...load, tokens: pace.tokens, target: targetOf(parts, side, scenario) }
  return parts.driver.ask<LoadResult>('run', asked)
}

function targetOf(parts: Parts, side: Side, scenario: Scenario): TargetAddress {
  const { protocol = 'grpc' } = scenario
  const server = serverOf(parts, side, scenario)
  if (!server) return { protocol: 'openai', address: `127.0.0.1:${parts.upstream.ready.port}` }
  const { address, webAddress = address } = server.ready
  return { protocol, address: protocol === 'grpc' ? address : webAddress }
}

const NOTHING: Resources = { processMicros: 0, threadMicros: 0, rssBytes: 0, peakRssBytes: 0 }

function figures(result: LoadResult, before = NOTHING, after = NOTHING, aborted: number): Figures {
  const seconds = result.elapsedMs / 1000
  const processMicros = after.processMicros - before.processMicros
  const threadMicros = after.threadMicros - before.threadMicros
  return {
    ...result,
    callsPerSecond: result.calls / seconds,
    tokensPerSecond: result.tokens / seconds,
    cpuMicrosPerCall: processMicros / Math.max(result.calls, 1),
    cpuMicrosPerToken: processMicros / Math.max(result.tokens, 1),
    threadMicrosPerCall: threadMicros / Math.max(result.calls, 1),
    threadMicrosPerToken: threadMicros / Math.max(result.tokens, 1),
    rssBytes: after.rssBytes,
    aborted,
  }
}
