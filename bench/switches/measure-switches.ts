import type { Load, LoadResult } from '../load/load.ts'
import { gatewaySettings, type Parts, type ServerPart } from '../parts.ts'
import type { Size } from '../scenarios.ts'
import { median, quantile } from '../statistics.ts'
import type { SwitchReport } from './report.ts'
import { type Switch, switchesFor } from './switches.ts'

interface Extent {
  readonly rounds: number
  readonly roundMs: number
  readonly warmMs: number
}

const EXTENTS: Readonly<Record<Size, Extent>> = {
  full: { rounds: 21, roundMs: 600, warmMs: 5000 },
  quick: { rounds: 7, roundMs: 400, warmMs: 2000 },
  smoke: { rounds: 1, roundMs: 50, warmMs: 0 },
}

const CALLERS = 16

interface Round {
  readonly cpuMicrosPerCall: number
  readonly threadMicrosPerCall: number
  readonly errors: number
  readonly firstError: string
}

interface Switched {
  readonly of: Switch
  readonly gateway: ServerPart
  readonly rounds: Round[]
}

/** One gateway for each switch, and the same unary calls to all of them in turn, again and again. */
export async function measureSwitches(parts: Parts, directory: string, size: Size): Promise<SwitchReport[]> {
  const { rounds, roundMs, warmMs } = EXTENTS[size]
  await parts.upstream.ask('setPace', { answerMs: 0, tokens: 1, tokensPerSecond: 0 })
  const url = `http://127.0.0.1:${parts.upstream.ready.port}/v1`
  const switched: Switched[] = []
  for (const each of switchesFor(parts)) {
    const settings = gatewaySettings(directory, url, { name: each.name, others: each.settings })
    const gateway: ServerPart = await parts.start('servers/gateway', settings)
    await measureRound(parts, gateway, warmMs)
    switched.push({ of: each, gateway, rounds: [] })
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { gateway, rounds: seen } of round % 2 === 0 ? switched : switched.toReversed()) {
      seen.push(await measureRound(parts, gateway, roundMs))
    }
  }
  const usual = switched[0]?.rounds ?? []
  return switched.map((one) => summary(one, usual))
}

async function measureRound(parts: Parts, gateway: ServerPart, durationMs: number): Promise<Round> {
  const { address } = gateway.ready
  const target = { protocol: 'grpc', address } as const
  const load: Load = { target, method: 'unary', concurrency: CALLERS, durationMs, spreadMs: 0, tokens: 0 }
  const before = await gateway.resources()
  const { calls, errors, firstError } = await parts.driver.ask<LoadResult>('run', load)
  const after = await gateway.resources()
  return {
    cpuMicrosPerCall: (after.processMicros - before.processMicros) / Math.max(calls, 1),
    threadMicrosPerCall: (after.threadMicros - before.threadMicros) / Math.max(calls, 1),
    errors,
    firstError,
  }
}

function summary({ of: { name, title }, rounds }: Switched, usual: readonly Round[]): SwitchReport {
  const added = rounds.map((round, index) => round.cpuMicrosPerCall - (usual[index]?.cpuMicrosPerCall ?? 0))
  return {
    name,
    title,
    cpuMicrosPerCall: median(rounds.map((round) => round.cpuMicrosPerCall)),
    threadMicrosPerCall: median(rounds.map((round) => round.threadMicrosPerCall)),
    added: { low: quantile(added, 0.25), median: median(added), high: quantile(added, 0.75) },
    errors: rounds.reduce((sum, round) => sum + round.errors, 0),
    firstError: rounds.find((round) => round.firstError)?.firstError ?? '',
  }
}
