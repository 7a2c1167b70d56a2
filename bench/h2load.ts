import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CALLER_KEY, grpcRequestFor, MODEL } from './load/request.ts'
import type { Parts } from './parts.ts'
import type { CrossCheck } from './report.ts'
import type { UpstreamCounters } from './servers/upstream.ts'

const run = promisify(execFile)
const CONNECTIONS = 4
const STREAMS_EACH = 4

/** Drives both servers by h2load, which costs far less than a client in Node. Empty when it is not installed. */
export async function crossCheck(parts: Parts, directory: string, seconds: number): Promise<CrossCheck[]> {
  const body = join(directory, 'request.grpc')
  writeFileSync(body, framed(grpcRequestFor(MODEL)))
  try {
    await run('h2load', ['--version'])
  } catch {
    return []
  }
  const checks: CrossCheck[] = []
  for (const side of ['forwarder', 'switchyard'] as const) checks.push(await check(parts, side, body, seconds))
  return checks
}

async function check(
  parts: Parts,
  side: 'forwarder' | 'switchyard',
  body: string,
  seconds: number,
): Promise<CrossCheck> {
  const url = `http://${parts[side].ready.address}/switchyard.v1.LLMService/GenerateChat`
  const requestsBefore = await requestsAt(parts)
  const before = await parts[side].resources()
  const { stdout } = await run('h2load', argumentsFor(url, body, seconds))
  const after = await parts[side].resources()
  const forwarded = (await requestsAt(parts)) - requestsBefore
  const succeeded = Number(/(\d+) succeeded/.exec(stdout)?.[1] ?? 0)
  return {
    side,
    callsPerSecond: Number(/([\d.]+) req\/s/.exec(stdout)?.[1] ?? 0),
    cpuMicrosPerCall: (after.processMicros - before.processMicros) / Math.max(succeeded, 1),
    // What was under way at the end was forwarded and not counted.
    allForwarded: forwarded >= succeeded,
  }
}

function argumentsFor(url: string, body: string, seconds: number): string[] {
  const headers = ['content-type: application/grpc', 'te: trailers', `authorization: Bearer ${CALLER_KEY}`]
  const load = ['-D', String(seconds), '-c', String(CONNECTIONS), '-m', String(STREAMS_EACH), '-d', body]
  return [...load, ...headers.flatMap((header) => ['-H', header]), url]
}

async function requestsAt(parts: Parts): Promise<number> {
  return (await parts.upstream.ask<UpstreamCounters>('counters')).requests
}

/** A message as gRPC puts it into a body: not compressed, with its length. */
function framed(message: Buffer): Buffer {
  const header = Buffer.alloc(5)
  header.writeUInt32BE(message.length, 1)
  return Buffer.concat([header, message])
}
