import type { OtlpEndpoint } from '#gen/switchyard/config/v1/telemetry_pb.js'
import { Secret } from '../core/secret.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'
import { milliseconds } from './milliseconds.ts'

/** A server that takes OTLP over HTTP. */
export interface OtlpSettings {
  readonly url: string
  readonly headers: Readonly<Record<string, Secret>>
  readonly timeoutMs: number
}

/** What is sent there, as the names of variables and paths have it. */
export type Signal = 'traces' | 'metrics'

export interface OtlpSurroundings {
  readonly environment: EnvironmentValues
  readonly faults: FaultList
}

const PREFIX = 'OTEL_EXPORTER_OTLP'
const TIMEOUT_MS = 10_000

/**
 * Where a signal goes; undefined: nowhere. The environment wins over the file, the signal's own variable over that for
 * all. Source: https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function toOtlp(
  signal: Signal,
  configured: OtlpEndpoint | undefined,
  surroundings: OtlpSurroundings,
): OtlpSettings | undefined {
  const { environment, faults } = surroundings
  if (readVariable(environment, `OTEL_${signal.toUpperCase()}_EXPORTER`)?.toLowerCase() === 'none') return undefined
  const { url, place } = addressOf(signal, configured, environment)
  if (url === undefined) return undefined
  const complaint = complaintAbout(url)
  if (complaint) faults.add(place, complaint)
  return {
    url,
    headers: headersOf(signal, configured, surroundings),
    timeoutMs: timeoutOf(signal, configured, surroundings),
  }
}

function addressOf(signal: Signal, configured: OtlpEndpoint | undefined, environment: EnvironmentValues) {
  const own = `${PREFIX}_${signal.toUpperCase()}_ENDPOINT`
  const ownUrl = readVariable(environment, own)
  if (ownUrl !== undefined) return { url: ownUrl, place: own }
  const shared = `${PREFIX}_ENDPOINT`
  const base = readVariable(environment, shared)?.replace(/\/+$/, '')
  if (base !== undefined) return { url: `${base}/v1/${signal}`, place: shared }
  return { url: configured?.url || undefined, place: `telemetry.${signal}.endpoint.url` }
}

function complaintAbout(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) return 'must be a URL, for example `http://127.0.0.1:4318/v1/traces`'
  if (url.username !== '' || url.password !== '') return 'must not hold a name or password; send a header instead'
  return undefined
}

function headersOf(signal: Signal, configured: OtlpEndpoint | undefined, { environment, faults }: OtlpSurroundings) {
  const named = configured?.headersEnv ?? ''
  if (named !== '' && readVariable(environment, named) === undefined) {
    faults.add(`telemetry.${signal}.endpoint.headers_env`, `the environment variable ${named} is not set`)
  }
  const headers: Record<string, Secret> = {}
  for (const variable of [named, `${PREFIX}_HEADERS`, `${PREFIX}_${signal.toUpperCase()}_HEADERS`]) {
    const list = variable === '' ? undefined : readVariable(environment, variable)
    if (list !== undefined) addPairs(headers, variable, list, faults)
  }
  return headers
}

function addPairs(headers: Record<string, Secret>, variable: string, list: string, faults: FaultList): void {
  const pairs = parsePairs(list)
  const isGood = ([name, value]: [string, string]) =>
    /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name) && /^[ -~]*$/.test(value)
  if (pairs?.every(isGood)) for (const [name, value] of pairs) headers[name.toLowerCase()] = new Secret(value)
  else faults.add(variable, 'must be `name=value,name=value`, with values percent-encoded')
}

/** `name=value,name=value` with values percent-encoded; undefined when it is something else. */
export function parsePairs(list: string): [string, string][] | undefined {
  const items = list.split(',').filter((item) => item.trim() !== '')
  try {
    return items.map((item) => {
      const equals = item.indexOf('=')
      if (equals <= 0) throw new Error('There is no name.')
      return [item.slice(0, equals).trim(), decodeURIComponent(item.slice(equals + 1).trim())]
    })
  } catch {
    return undefined
  }
}

function timeoutOf(signal: Signal, configured: OtlpEndpoint | undefined, surroundings: OtlpSurroundings): number {
  const fallback = milliseconds(configured?.timeout, TIMEOUT_MS)
  const shared = millisecondsIn(`${PREFIX}_TIMEOUT`, fallback, surroundings)
  return millisecondsIn(`${PREFIX}_${signal.toUpperCase()}_TIMEOUT`, shared, surroundings)
}

/** A variable that is a number of milliseconds. */
export function millisecondsIn(variable: string, fallback: number, surroundings: OtlpSurroundings): number {
  const value = readVariable(surroundings.environment, variable)
  if (value === undefined) return fallback
  if (/^[1-9][0-9]{0,8}$/.test(value)) return Number(value)
  surroundings.faults.add(variable, 'must be a whole number of milliseconds above 0')
  return fallback
}
