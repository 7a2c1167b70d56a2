import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import type { Configuration } from '../support/app.ts'
import { userMessage } from '../support/call.ts'
import { type Clients, clientsOf } from '../support/clients.ts'
import { switchyard } from '../support/process.ts'
import { readAll } from '../support/streams.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { startUpstream, type Upstream, type UpstreamExchange, type UpstreamHandler } from '../support/upstream.ts'
import { playFrames, startStream } from '../support/vendors/played-vendor.ts'
import type { Speech } from '../support/vendors/speech.ts'
import { vendors } from '../support/vendors/table.ts'
import { type Fault, faults, type PlayedVendor } from '../support/vendors/vendor.ts'

const KEY = 'canary-key-41d7c0b9e2'
const PROMPT = 'canary-prompt-7f20ab81c5'
const ANSWER = 'canary-answer-93e1d6f04b'
const VENDOR = 'canary-vendor-58c2fa77e0'
const ARGUMENTS = 'canary-arguments-0b6e49d3aa'

/** What a provider's configuration has beside its adapter, address, key and model. */
const configurations: Readonly<Record<string, Configuration>> = {
  'openai-chat': { api: 'chat' },
  'azure-chat': { api: 'chat' },
  'azure-dated': { azure: { api_version: '2024-10-21' } },
  'anthropic-2023-06-01': { anthropic: { api_version: '2023-06-01' } },
  'gemini-v1': { gemini: { api_version: 'v1' } },
  'foundry-anthropic-2023-06-01': { anthropic: { api_version: '2023-06-01' } },
}

/** Every vendor has a key of its own. */
function keyOf({ name }: PlayedVendor): string {
  return `${KEY}-${name}`
}

function variableOf({ name }: PlayedVendor): string {
  return `KEY_OF_${name.toUpperCase().replaceAll('-', '_')}`
}

const speech: Speech = {
  parts: [
    { kind: 'reasoning', pieces: [ANSWER] },
    { kind: 'text', pieces: [ANSWER, '!'] },
    { kind: 'toolCall', id: 'call00001', name: 't', pieces: [`{"a":"${ARGUMENTS}"}`] },
  ],
  finish: 'tools',
  tokens: { input: 1, cacheRead: 0, cacheWrite: 0, output: 2, reasoning: 1 },
}

/** All that an upstream can do with what it was told. */
function plays(vendor: PlayedVendor): UpstreamHandler[] {
  const { wire } = vendor
  const key = keyOf(vendor)
  const quote = `Incorrect key ${key}: ${VENDOR} in "${PROMPT}" and "${ANSWER}"`
  const header = `${key} ${PROMPT}`
  const echoes = {
    'www-authenticate': `Bearer ${key}`,
    'x-echo': header,
    location: `https://elsewhere.test/?key=${key}`,
  }
  const ids = Object.fromEntries(
    ['x-request-id', 'request-id', 'apim-request-id', 'cf-ray', 'mistral-correlation-id'].map((name) => [name, key]),
  )
  const refusals = (Object.keys(faults) as Fault[]).flatMap((fault) => wire.error(fault) ?? [])
  const words = { code: key, type: PROMPT, param: key, message: quote }
  const frames = wire.frames(speech)
  const cut = frames.slice(0, wire.terminalFrame(frames))
  const broken =
    (last: string): UpstreamHandler =>
    (exchange) =>
      playFrames(exchange, wire, [...cut, last])
  return [
    (exchange) =>
      isStream(exchange) ? playFrames(exchange, wire, frames) : exchange.sendJson(200, wire.whole(speech)),
    ...refusals.map(({ status, body }): UpstreamHandler => {
      return (exchange) => exchange.sendJson(status, body(quote), { ...echoes, ...ids })
    }),
    ...[400, 401, 302, 429, 500].map((status): UpstreamHandler => {
      return (exchange) => exchange.sendJson(status, { error: words, ...words, detail: quote }, echoes)
    }),
    (exchange) => exchange.sendText(502, 'text/html', `<h1>${quote}</h1>`, ids),
    (exchange) => exchange.sendText(200, 'text/html', `<h1>${quote}</h1>`),
    (exchange) => exchange.sendText(200, `application/${key}`, quote),
    (exchange) => exchange.sendText(200, 'application/json', `{"${quote}`),
    (exchange) => exchange.sendJson(200, { [key]: quote }),
    (exchange) => exchange.sendJson(200, wire.inBand(quote).whole),
    (exchange) => void exchange.socket.end(`HTTP/1.1 ${quote}\r\n\r\n`),
    broken(wire.inBand(quote).frame),
    broken(`data: {"${quote}\n\n`),
    async (exchange) => {
      startStream(exchange, wire)
      for (const frame of cut) await exchange.sendBytes(frame)
      exchange.reset()
    },
    (exchange) => exchange.reset(),
  ]
}

function isStream({ path, body }: UpstreamExchange): boolean {
  return path.includes(':streamGenerateContent') || /"stream":true/.test(body)
}

/** What callers were told: answers, and errors with all their details. */
interface Told {
  readonly answers: string[]
  readonly errors: string[]
}

/** Calls both ways, and one of the other methods, each in its turn. */
async function ask(clients: Clients, vendor: PlayedVendor, turn: number, told: Told): Promise<void> {
  const { llm } = clients
  const text = { prompt: PROMPT, system: PROMPT, options: { model: `${vendor.name}-model` } }
  const others = otherCalls(clients, vendor)
  const other = others[turn % others.length] as () => Promise<unknown>
  const calls = [llm.generateText(text), readAll(llm.generateTextStream(text)), other()]
  await Promise.all(calls.map((call) => noted(call, told)))
}

function otherCalls({ llm, admin }: Clients, { name }: PlayedVendor): (() => Promise<unknown>)[] {
  const options = { model: `${name}-model` }
  const toolCall = { id: 'call00001', name: 't', arguments: `{"a":"${ARGUMENTS}"}` }
  const parts = [{ content: { case: 'toolCall' as const, value: toolCall } }]
  const result = { content: { case: 'toolResult' as const, value: { toolCallId: 'call00001', output: PROMPT } } }
  const messages = [userMessage(PROMPT), { role: Role.ASSISTANT, parts }, { role: Role.TOOL, parts: [result] }]
  const chat = { messages, tools: [{ name: 't' }], options }
  return [
    () => llm.generateChat(chat),
    () => readAll(llm.generateChatStream(chat)),
    () => llm.countTokens({ request: chat }),
    () => llm.embed({ model: options.model, inputs: [PROMPT] }),
    () => Promise.all([admin.syncModels({ provider: name }), admin.checkProviderHealth({ provider: name })]),
  ]
}

async function noted(call: Promise<unknown>, { answers, errors }: Told): Promise<void> {
  try {
    answers.push(print(await call))
  } catch (thrown) {
    const { details = [] } = thrown as { details?: readonly { value?: unknown }[] }
    const bytes = details.map(({ value }) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : ''))
    errors.push(`${(thrown as Error).message} ${print(details)} ${bytes.join(' ')}`)
  }
}

function print(value: unknown): string {
  return JSON.stringify(value, (_, field) => (typeof field === 'bigint' ? String(field) : field))
}

function providersAt({ url }: Upstream): Configuration[] {
  return vendors.map((vendor) => ({
    name: vendor.name,
    adapter: vendor.definition.name,
    base_url: url + vendor.basePath,
    api_key_env: variableOf(vendor),
    models: [{ name: `${vendor.name}-model`, upstream_name: 'played-model', price: { input: '1', output: '1' } }],
    ...configurations[vendor.name],
  }))
}

/** The service in a process of its own, so that all that it writes is heard. */
async function openService(upstream: Upstream) {
  const directory = temporaryDirectory()
  const file = join(directory, 'switchyard.yaml')
  const configuration = {
    listen: { grpc: '127.0.0.1:0', web: '127.0.0.1:0' },
    store: { url: `sqlite:${join(directory, 'ledger.db')}` },
    log: { level: 'debug' },
    drain: { delay: '0s', timeout: '0s' },
    retry: { max_retries: 0 },
    circuit: { failure_threshold: 10_000, account_failure_threshold: 10_000 },
    providers: providersAt(upstream),
  }
  writeFileSync(file, JSON.stringify(configuration))
  const environment = Object.fromEntries(vendors.map((vendor) => [variableOf(vendor), keyOf(vendor)]))
  const service = switchyard(['serve', '--config', file, '-o', 'json'], { environment })
  await service.wrote(/"webAddress"/)
  const addresses = JSON.parse(service.output()) as { grpcAddress: string; webAddress: string }
  return { service, directory, ...addresses }
}

function storedIn(directory: string): string {
  const files = readdirSync(directory).filter((name) => name.startsWith('ledger.db'))
  return files.map((name) => readFileSync(join(directory, name), 'latin1')).join('\n')
}

/** A vendor's key must reach the vendor, and no other. */
function expectOwnKey(vendor: PlayedVendor, requests: readonly UpstreamExchange[]): void {
  const sent = requests.map(({ headers }) => Object.values(headers).join(' '))
  expect(sent.length, vendor.name).toBeGreaterThan(0)
  const wrong = sent.filter((headers) => headers.split(KEY).length !== 2 || !headers.includes(keyOf(vendor)))
  expect(wrong, vendor.name).toEqual([])
  expect(requests.filter(({ path, body }) => path.includes(KEY) || body.includes(KEY))).toEqual([])
}

it('no key, prompt or answer is seen anywhere, whatever a vendor does with it', { timeout: 120_000 }, async () => {
  const upstream = await startUpstream(() => {})
  onTestFinished(() => upstream.close())
  const { service, directory, grpcAddress, webAddress } = await openService(upstream)
  const clients = clientsOf({ grpcAddress, webAddress })
  const told: Told = { answers: [], errors: [] }
  for (const vendor of vendors) {
    const before = upstream.requests.length
    for (const [turn, play] of plays(vendor).entries()) {
      upstream.play(play)
      await ask(clients, vendor, turn, told)
    }
    expectOwnKey(vendor, upstream.requests.slice(before))
  }
  const metrics = await (await fetch(`http://${webAddress}/metrics`)).text()
  service.child.kill('SIGTERM')
  expect(await service.exited).toBe(0)

  const places = {
    'standard output': service.output(),
    'the log': service.errors(),
    metrics,
    'the ledger': storedIn(directory),
    'the errors that callers see': told.errors.join('\n'),
  }
  for (const [place, text] of Object.entries(places)) {
    expect.soft(text.length, place).toBeGreaterThan(50)
    for (const canary of [KEY, PROMPT, ANSWER, VENDOR, ARGUMENTS])
      expect.soft(linesWith(text, canary), place).toEqual([])
  }
  for (const canary of [KEY, PROMPT, VENDOR]) expect.soft(linesWith(told.answers.join('\n'), canary)).toEqual([])

  // The search would find something: every kind of call was made, and well as well as badly.
  expect(linesWith(told.answers.join('\n'), ANSWER).length).toBeGreaterThanOrEqual(vendors.length * 3)
  expect(told.errors.length).toBeGreaterThan(vendors.length * 50)
  expect(places['the log']).toContain('UPSTREAM_AUTH')
  expect(places['the ledger']).toContain('UPSTREAM_RATE_LIMITED')
  expect(upstream.requests.some(({ body }) => body.includes(PROMPT))).toBe(true)
})

function linesWith(text: string, canary: string): string[] {
  return text.split('\n').filter((line) => line.includes(canary))
}
