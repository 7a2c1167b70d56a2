import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import type { Timeouts } from '#gen/switchyard/config/v1/provider_pb.js'
import { milliseconds } from './milliseconds.ts'
import type { LimitSettings, LogLevel, TimeoutSettings } from './settings.ts'

const MIB = 1024 * 1024

const TIMEOUTS: TimeoutSettings = { connectMs: 5000, firstTokenMs: 30_000, idleMs: 30_000, totalMs: 60_000 }

export function toTimeouts(timeouts: Timeouts | undefined, fallback: TimeoutSettings = TIMEOUTS): TimeoutSettings {
  return {
    connectMs: milliseconds(timeouts?.connect, fallback.connectMs),
    firstTokenMs: milliseconds(timeouts?.firstToken, fallback.firstTokenMs),
    idleMs: milliseconds(timeouts?.idle, fallback.idleMs),
    totalMs: milliseconds(timeouts?.total, fallback.totalMs),
  }
}

export function toLimits(limits: Config['limits']): LimitSettings {
  return {
    maxRequestBytes: limits?.maxRequestBytes || 16 * MIB,
    maxResponseBytes: limits?.maxResponseBytes || 32 * MIB,
    maxEventBytes: limits?.maxEventBytes || MIB,
    maxCallDurationMs: milliseconds(limits?.maxCallDuration, 600_000),
    writeStallMs: milliseconds(limits?.writeStall, 30_000),
    maxConnectionAgeMs: milliseconds(limits?.maxConnectionAge, 600_000),
  }
}

export function toDrain(drain: Config['drain']): { delayMs: number; timeoutMs: number } {
  return { delayMs: milliseconds(drain?.delay, 5000), timeoutMs: milliseconds(drain?.timeout, 30_000) }
}

export function toLog(log: Config['log']): { level: LogLevel } {
  return { level: (log?.level || 'info') as LogLevel }
}
