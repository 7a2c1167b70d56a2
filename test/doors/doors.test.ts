import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { playedProvider, type RunningApp, startTestApp } from '../support/app.ts'
import { clientsOf } from '../support/clients.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { type Feature, features } from './features.ts'
import { jsonRpcDoor } from './json-rpc-door.ts'
import { openAiDoor } from './openai-door.ts'
import { openAiResponsesDoor } from './openai-responses-door.ts'
import { protobufDoor } from './protobuf-door.ts'
import { restDoor } from './rest-door.ts'
import type { Abilities, TestedDoor } from './tested-door.ts'

const MODELS = [
  { name: 'm', upstream_name: 'played-model', price: { input: '2', output: '10' } },
  { name: 'vectors', price: { input: '1', output: '0' } },
]

let upstream: Upstream
let app: RunningApp

beforeAll(async () => {
  upstream = await startUpstream(() => {})
  app = await startTestApp({
    providers: [playedProvider(upstream.url, { models: MODELS })],
    retry: { max_retries: 0 },
    circuit: { failure_threshold: 10_000, account_failure_threshold: 10_000 },
  })
})

afterAll(async () => {
  await app.stop()
  await upstream.close()
})

/** Every door, made when the service runs. */
const doors: Readonly<Record<string, () => TestedDoor>> = {
  gRPC: () => protobufDoor('gRPC', clientsOf(app, 'grpc-js')),
  Connect: () => protobufDoor('Connect', clientsOf(app, 'Connect JSON h1')),
  'gRPC-Web': () => protobufDoor('gRPC-Web', clientsOf(app, 'gRPC-Web h1')),
  REST: () => restDoor(`http://${app.webAddress}`),
  'JSON-RPC': () => jsonRpcDoor(`http://${app.webAddress}`),
  'OpenAI chat': () => openAiDoor(`http://${app.webAddress}`),
  'OpenAI responses': () => openAiResponsesDoor(`http://${app.webAddress}`),
}

/** What came of each door and feature. */
const seen = new Map<string, string>()

describe.each(Object.keys(doors))('through %s', (name) => {
  it.each(features)('$id $title', async (feature) => {
    const door = (doors[name] as () => TestedDoor)()
    const lacking = feature.needs.find((ability) => !door[ability])
    if (lacking) {
      expect(door.lacks[lacking], `${name} neither has ${lacking} nor says why`).toBeTruthy()
    } else {
      await feature.show(door as Abilities, upstream)
    }
    seen.set(`${name} ${titleOf(feature)}`, lacking ? '-' : 'ok')
  })
})

it('prints what each door carries', () => {
  const names = Object.keys(doors)
  const rows = features.map((feature) => {
    return [titleOf(feature), ...names.map((name) => seen.get(`${name} ${titleOf(feature)}`) ?? 'FAILED')]
  })
  const lines = [['', ...names], ...rows].map((row) => row.map((cell, at) => cell.padEnd(at === 0 ? 54 : 18)).join(''))
  process.stdout.write(`${lines.join('\n')}\n${lackingOf(Object.values(doors).map((open) => open())).join('\n')}\n`)
  expect(rows.flat()).not.toContain('FAILED')
})

/** Why a door does not carry something. */
function lackingOf(opened: readonly TestedDoor[]): string[] {
  return opened.flatMap(({ name, lacks }) =>
    Object.entries(lacks).map(([ability, why]) => `${name}, ${ability}: ${why}`),
  )
}

function titleOf({ id, title }: Feature): string {
  return `${id} ${title}`
}
