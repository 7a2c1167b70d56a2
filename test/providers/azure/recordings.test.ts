import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Provider } from '../../../src/providers/provider.ts'
import { azureProvider } from '../../support/azure-provider.ts'
import { targetedCall } from '../../support/call.ts'
import { readAnswer } from '../../support/provider-answer.ts'
import { type Expected, foldChat, foldResponse, foldResponseStream, jsonEvents } from '../../support/recorded-answer.ts'
import { cutAtRandom, type Recording, readRecordings } from '../../support/recordings.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

type AzureRecording = Recording & { readonly query?: string }

const recordings: readonly AzureRecording[] = readRecordings()
const ofAzure = recordings.filter(({ host }) => host === 'azure' || host.endsWith('.openai.azure.com'))
const isChat = ({ path }: Recording) => path.endsWith('/chat/completions')
const isVectors = ({ path }: Recording) => path.endsWith('/embeddings')
const cases = ofAzure
  .filter((recording) => !isVectors(recording))
  .map((recording, at) => ({
    recording,
    at,
    title: `${at} ${recording.host} ${recording.p.slice(-60)} ${recording.i}`,
  }))
const vectors = ofAzure.filter((recording) => isVectors(recording) && recording.status === 200)

function expectedOf(recording: Recording): Expected {
  const { body, stream } = recording
  if (isChat(recording)) return foldChat(stream ? jsonEvents(body) : [JSON.parse(body)])
  return stream ? foldResponseStream(jsonEvents(body)) : foldResponse(JSON.parse(body))
}

/** The deployment and the version that the recorded address names. */
function addressed({ path, query = '' }: AzureRecording) {
  const apiVersion = new URLSearchParams(query).get('api-version')
  const deployment = /\/deployments\/([^/]+)\//.exec(path)?.[1]
  return { model: deployment ?? 'deployment', ...(apiVersion === null ? {} : { apiVersion }) }
}

describe.skipIf(recordings.length === 0)('recorded traffic of Azure', () => {
  const providers: Provider[] = []
  let upstream: Upstream

  beforeAll(async () => {
    upstream = await startUpstream(() => {})
  })

  afterAll(async () => {
    for (const provider of providers) await provider.close()
    await upstream.close()
  })

  async function connect(recording: AzureRecording): Promise<Provider> {
    const { apiVersion } = addressed(recording)
    const provider = await azureProvider(upstream.url, {
      api: () => (isChat(recording) ? 'chat' : 'responses'),
      limits: { maxEventBytes: 1 << 20 },
      ...(apiVersion === undefined ? {} : { apiVersion }),
    })
    providers.push(provider)
    return provider
  }

  function play(recording: Recording, seed: number): void {
    upstream.play(async (exchange) => {
      exchange.response.writeHead(recording.status, { ...recording.hdr, 'content-type': recording.ct })
      for (const piece of cutAtRandom(Buffer.from(recording.body), seed)) await exchange.sendBytes(piece)
      exchange.end()
    })
  }

  async function expectRecordedAddress({ host, path, query }: AzureRecording): Promise<void> {
    if (host === 'azure') return
    const request = await upstream.request(upstream.requests.length - 1)
    expect(request.path).toBe(query ? `${path}?${query}` : path)
  }

  it('is there', () => {
    expect(cases.length).toBeGreaterThan(35)
    expect(vectors.length).toBeGreaterThan(3)
  })

  it.each(cases)('is asked for and read as it was: $title', async ({ recording, at }) => {
    play(recording, at)
    const { model } = addressed(recording)
    const provider = await connect(recording)
    const answer = await readAnswer(provider.open(targetedCall({ model, streaming: recording.stream })))
    await expectRecordedAddress(recording)
    const expected = expectedOf(recording)
    if (expected.failed) return expect(answer.error).toBeDefined()
    expect(answer).toMatchObject({ error: undefined, text: expected.text, reasoning: expected.reasoning })
    expect(answer.toolCalls.map(({ name, arguments: text }) => [name, text])).toEqual(
      expected.tools.map(({ name, arguments: text }) => [name, text]),
    )
    expect(answer.ending?.rawFinishReason).toBe(expected.finish)
    expect(answer.ending?.model).toBe(expected.model)
    if (!expected.usage) return expect(answer.ending?.usage).toBeUndefined()
    expect(answer.ending?.usage).toMatchObject({
      inputTokens: BigInt(expected.usage.input),
      outputTokens: BigInt(expected.usage.output),
    })
  })

  it.each(vectors)('gives vectors by the address that was recorded: $p $i', async (recording) => {
    play(recording, 1)
    const { model } = addressed(recording)
    const { data } = JSON.parse(recording.body)
    const inputs = data.map((_: unknown, at: number) => `text ${at}`)
    const ending = await (await connect(recording)).embed?.(targetedCall({ model }), { inputs, dimensions: undefined })
    await expectRecordedAddress(recording)
    expect(ending?.vectors).toHaveLength(data.length)
  })
})
