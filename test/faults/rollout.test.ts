import { setTimeout as pause } from 'node:timers/promises'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { credentials, Client as GrpcClient, Metadata } from '@grpc/grpc-js'
import { expect, it, onTestFinished, vi } from 'vitest'
import { GenerateTextRequestSchema, GenerateTextResponseSchema } from '#gen/switchyard/v1/generation_pb.js'
import { codeBlocks, readPage } from '../docs/markdown.ts'
import { playedProvider } from '../support/app.ts'
import { type Balancer, openBalancer } from '../support/balancer.ts'
import { llmOf } from '../support/clients.ts'
import { playChat, playChatStream } from '../support/openai-wire.ts'
import { type Service, startService } from '../support/service.ts'
import { readAll } from '../support/streams.ts'
import { openUpstream } from '../support/upstream.ts'

const REPLICAS = 3
/** Each has a connection of its own, through the balancer to one replica or another. */
const CLIENTS = 6
const CALLS_PER_SECOND = 200
const METHOD = '/switchyard.v1.LLMService/GenerateText'

/** How the guide to deployment tells clients to be set. */
const SERVICE_CONFIG =
  codeBlocks(readPage('docs/guides/deployment.md').text, 'json').find((block) => block.includes('retryPolicy')) ?? ''

const message = create(GenerateTextRequestSchema, { prompt: 'Count.', options: { model: 'm' } })

function caller(address: string): () => Promise<string> {
  const client = new GrpcClient(address, credentials.createInsecure(), {
    'grpc.service_config': SERVICE_CONFIG,
    'grpc.use_local_subchannel_pool': 1,
  })
  onTestFinished(() => client.close())
  const encode = () => Buffer.from(toBinary(GenerateTextRequestSchema, message))
  const decode = (bytes: Buffer) => fromBinary(GenerateTextResponseSchema, bytes)
  return () =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(METHOD, encode, decode, message, new Metadata(), {}, (error, response) => {
        if (error) reject(error)
        else resolve(response?.text ?? '')
      })
    })
}

/** Calls until it is stopped, at a pace of its own; gives how the calls ended. */
function traffic({ address }: Balancer) {
  const callers = Array.from({ length: CLIENTS }, () => caller(address))
  const ends: Promise<string>[] = []
  let running = true
  const done = (async () => {
    for (let count = 0; running; count++) {
      const call = callers[count % CLIENTS] as () => Promise<string>
      ends.push(call().catch((error: Error) => error.message))
      await pause(1000 / CALLS_PER_SECOND)
    }
  })()
  return {
    /** Resolves when that many more have ended. */
    async more(count: number): Promise<void> {
      const until = ends.length + count
      while (ends.length < until) await pause(10)
      await Promise.all(ends)
    },
    async stop(): Promise<string[]> {
      running = false
      await done
      return Promise.all(ends)
    },
  }
}

/** As an orchestrator does it: the new one is ready before the old one is told to go, which then gets no new connections. */
async function replace(old: Service, next: Service, balancer: Balancer): Promise<void> {
  balancer.targets = [...balancer.targets, next.grpcAddress]
  old.child.kill('SIGTERM')
  await vi.waitFor(async () => expect((await fetch(`http://${old.webAddress}/readyz`)).status).toBe(503), {
    timeout: 30_000,
  })
  balancer.targets = balancer.targets.filter((address) => address !== old.grpcAddress)
}

it('replacing three replicas one by one under load fails no call and cuts no stream', {
  timeout: 180_000,
}, async () => {
  const { promise: goOn, resolve: letGoOn } = Promise.withResolvers<void>()
  const upstream = await openUpstream((exchange) =>
    exchange.json.stream
      ? playChatStream(exchange, { texts: ['One', ' two'] }, (index) => (index === 1 ? goOn : undefined))
      : playChat(exchange, { texts: ['Hi'] }),
  )
  const start = () =>
    startService({ providers: [playedProvider(upstream.url)], drain: { delay: '1s', timeout: '150s' } })
  const replicas = await Promise.all(Array.from({ length: REPLICAS }, start))
  const successors = await Promise.all(Array.from({ length: REPLICAS }, start))
  const balancer = await openBalancer(replicas.map(({ grpcAddress }) => grpcAddress))
  const streams = replicas.map(({ grpcAddress, webAddress }) =>
    llmOf({ grpcAddress, webAddress }).generateTextStream({ prompt: 'Count.' })[Symbol.asyncIterator](),
  )
  await Promise.all(streams.map((stream) => stream.next()))
  const calls = traffic(balancer)
  for (const [index, replica] of replicas.entries()) {
    await replace(replica, successors[index] as Service, balancer)
    await calls.more(CALLS_PER_SECOND)
  }
  letGoOn()
  for (const stream of streams) {
    const rest = await readAll({ [Symbol.asyncIterator]: () => stream })
    expect(rest.at(-1)?.event.case).toBe('finished')
  }
  expect(await Promise.all(replicas.map(({ exited }) => exited))).toEqual(Array(REPLICAS).fill(0))
  const ends = await calls.stop()
  process.stdout.write(`\n${ends.length} calls while ${REPLICAS} replicas were replaced.\n`)
  expect(ends.filter((end) => end !== 'Hi')).toEqual([])
})
