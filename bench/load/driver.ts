// The callers: a process of their own, so that what they cost is not counted as anybody else's.
import { setTimeout as sleep } from 'node:timers/promises'
import { serveControl } from '../process/control.ts'
import { createGrpcCaller } from './grpc-caller.ts'
import { createHttpCaller } from './http-caller.ts'
import type { Caller, Load, LoadResult } from './load.ts'
import { connect } from './protocols/connect.ts'
import { openai } from './protocols/openai.ts'
import { rest } from './protocols/rest.ts'
import { Recorder } from './recorder.ts'
import { MODEL } from './request.ts'

/** gRPC callers share connections, so many a connection at the most. */
const CALLERS_PER_CONNECTION = 250
const PROTOCOLS = { connect, openai, rest } as const
const callers = new Map<string, Caller>()

serveControl({}, { run }, () => {
  for (const caller of callers.values()) caller.close()
})

async function run(load: Load): Promise<LoadResult> {
  const recorder = new Recorder(load)
  const end = performance.now() + load.durationMs
  const numbers = Array.from({ length: load.concurrency }, (_, number) => number)
  await Promise.all(
    numbers.map(async (number) => {
      const caller = callerFor(load, number)
      if (load.spreadMs > 0) await sleep((load.spreadMs * number) / load.concurrency)
      do await recorder.call(caller)
      while (performance.now() < end)
    }),
  )
  return recorder.result()
}

/** Connections stay open from one run to the next. */
function callerFor({ target: { protocol, address }, model = MODEL }: Load, number: number): Caller {
  const connection = protocol === 'grpc' ? Math.floor(number / CALLERS_PER_CONNECTION) : 0
  const key = `${protocol} ${address} ${model} ${connection}`
  let caller = callers.get(key)
  if (!caller) {
    caller = protocol === 'grpc' ? createGrpcCaller(address, model) : createHttpCaller(address, PROTOCOLS[protocol])
    callers.set(key, caller)
  }
  return caller
}
