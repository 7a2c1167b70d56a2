import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { GEMINI_ADDRESS } from '../../../src/providers/gemini/definition.ts'
import { learnEndpoints } from '../../../src/providers/gemini/endpoints.ts'
import { ACCOUNT_KEY, accountAt } from '../../support/account.ts'
import { targetedCall } from '../../support/call.ts'
import { readAnswer } from '../../support/provider-answer.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'
import { usePlayedGemini } from './played-gemini.ts'
import { vertexAt } from './vertex-choices.ts'

const played = usePlayedGemini()
const PATH = '/v1beta1/projects/project-1/locations/europe-west4/publishers/google/models/model-1'

describe('the address of Vertex AI', () => {
  it.each([
    ['europe-west4', 'https://europe-west4-aiplatform.googleapis.com'],
    ['global', 'https://aiplatform.googleapis.com'],
    ['eu', 'https://aiplatform.eu.rep.googleapis.com'],
  ])('follows the location %s', async (location, origin) => {
    const endpoints = await learnEndpoints(accountAt(GEMINI_ADDRESS, vertexAt(location)))
    expect(await endpoints.of('generateContent', 'model-1')).toMatchObject({
      origin,
      path: `/v1beta1/projects/project-1/locations/${location}/publishers/google/models/model-1:generateContent`,
    })
  })

  it('is the configured one when there is one', async () => {
    const provider = await played.connect(vertexAt())
    await readAnswer(provider.open(targetedCall({ streaming: true })))
    const { path, headers } = await played.upstream.request(0)
    expect(path).toBe(`${PATH}:streamGenerateContent?alt=sse`)
    expect(headers).toMatchObject({ 'x-goog-api-key': ACCOUNT_KEY })
    expect(headers).not.toHaveProperty('authorization')
  })
})

describe("Google's application default credentials", () => {
  let metadata: Upstream
  let home: string

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'switchyard-'))
    metadata = await startUpstream((exchange) =>
      exchange.sendJson(
        200,
        { access_token: `token-${metadata.requests.length}`, expires_in: 3600, token_type: 'Bearer' },
        { 'metadata-flavor': 'Google' },
      ),
    )
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '')
    vi.stubEnv('CLOUDSDK_CONFIG', home)
    vi.stubEnv('METADATA_SERVER_DETECTION', 'assume-present')
    vi.stubEnv('GCE_METADATA_IP', '')
    vi.stubEnv('GCE_METADATA_HOST', `127.0.0.1:${metadata.port}`)
    // A key for another provider must not be taken for this one.
    vi.stubEnv('GOOGLE_API_KEY', 'leaked')
  })

  afterEach(async () => {
    vi.unstubAllEnvs()
    rmSync(home, { recursive: true })
    await metadata.close()
  })

  const connect = () => played.connect({ ...vertexAt(), apiKey: undefined })

  it('are one token for many calls, of the machine itself where nothing else is', async () => {
    const provider = await connect()
    const answers = await Promise.all(Array.from({ length: 5 }, () => readAnswer(provider.open(targetedCall()))))
    await readAnswer(provider.open(targetedCall()))
    expect(answers.map(({ text, error }) => ({ text, error }))).toEqual(
      Array(5).fill({ text: 'Hello', error: undefined }),
    )
    for (const { headers } of played.upstream.requests) {
      expect(headers).toMatchObject({ authorization: 'Bearer token-1' })
      expect(headers).not.toHaveProperty('x-goog-api-key')
    }
    const [token, ...more] = metadata.requests
    expect(more).toEqual([])
    expect(token?.path).toMatch(/^\/computeMetadata\/v1\/instance\/service-accounts\/default\/token/)
  })

  it('are asked for before the list of models too', async () => {
    played.upstream.play((exchange) => exchange.sendJson(200, {}))
    await (await connect()).listModels?.(new AbortController().signal)
    expect((await played.upstream.request(0)).headers.authorization).toBe('Bearer token-1')
  })

  it('are not waited for by a call that is given up', async () => {
    metadata.play(() => {})
    const abort = new AbortController()
    const answer = readAnswer((await connect()).open(targetedCall({ signal: abort.signal })))
    await metadata.request(0)
    const reason = new GatewayError(ErrorReason.CALL_CANCELLED, 'gone')
    abort.abort(reason)
    expect((await answer).error).toBe(reason)
    expect(played.upstream.acceptedSockets).toBe(0)
  })

  it('are told as our own fault when they are refused', async () => {
    metadata.play((exchange) => exchange.sendJson(403, { error: 'secret words' }, { 'metadata-flavor': 'Google' }))
    const { error } = await readAnswer((await connect()).open(targetedCall()))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_AUTH', metadata: { provider: 'played', model: 'model-1' } })
    expect(`${error?.message}${error?.cause}`).not.toContain('secret words')
  })

  it('are told as our own fault when there are none', async () => {
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none')
    const { error } = await readAnswer((await connect()).open(targetedCall()))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_AUTH' })
    expect(metadata.requests).toEqual([])
  })
})
