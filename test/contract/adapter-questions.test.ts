import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { ACCOUNT_KEY } from '../support/account.ts'
import { targetedCall, userMessage } from '../support/call.ts'
import { featuresOf, type Played, usePlayed } from '../support/vendors/played-vendor.ts'
import { PROMPT } from '../support/vendors/speech.ts'
import { vendors } from '../support/vendors/table.ts'

const VECTORS = [
  [0.5, -1, 2],
  [0, 0.25, 1],
]
const INPUTS = ['first', 'second']

/** What is asked beside conversations; each has an answer of its own. */
type Question = (played: Played, signal?: AbortSignal) => Promise<unknown>

const request = { messages: [userMessage(PROMPT)] }

function called(signal: AbortSignal | undefined) {
  return targetedCall({ request, ...(signal ? { signal } : {}) })
}

const embed: Question = async ({ provider }, signal) =>
  provider.embed?.(called(signal), { inputs: INPUTS, dimensions: undefined })

const countTokens: Question = async ({ provider }, signal) => provider.countTokens?.(called(signal))

const listModels: Question = async ({ provider }, signal = new AbortController().signal) =>
  provider.listModels?.(signal)

describe.each(vendors)('$name', (vendor) => {
  const features = featuresOf(vendor)
  const { questions, error } = vendor.wire
  const played = usePlayed(vendor)
  const answerWith = (json: unknown) => played.upstream.play((exchange) => exchange.sendJson(200, json))

  it('has what its features say, and nothing else', () => {
    expect(played.provider.embed !== undefined).toBe(features.embeddings)
    expect(played.provider.listModels !== undefined).toBe(features.modelList)
    expect(played.provider.countTokens !== undefined).toBe(features.tokenCount !== 'estimate')
  })

  if (features.embeddings) {
    it('gives the vectors in the order of the texts, with their tokens', async () => {
      answerWith(questions.vectors?.(VECTORS, 7))
      const ending = await embed(played)
      expect(ending).toMatchObject({ vectors: VECTORS, usage: { inputTokens: 7n, outputTokens: 0n } })
      expect(played.upstream.requests[0]?.body).toMatch(/first.*second/)
    })

    it('finds vectors malformed that are not one for each text', async () => {
      for (const vectors of [[], VECTORS.slice(1), [...VECTORS, [1]]]) {
        answerWith(questions.vectors?.(vectors, 7))
        await expect(embed(played)).rejects.toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
      }
    })
  }

  if (features.modelList) {
    it('lists its models', async () => {
      answerWith(questions.models?.(['model-a', 'model-b']))
      expect(await listModels(played)).toMatchObject([{ name: 'model-a' }, { name: 'model-b' }])
      expect(played.upstream.requests.map(({ method }) => method)).toEqual(['GET'])
    })
  }

  if (features.tokenCount === 'vendor') {
    it('lets the vendor count', async () => {
      answerWith(questions.tokenCount?.(42))
      expect(await countTokens(played)).toEqual({ inputTokens: 42n, estimated: false })
      expect(played.upstream.requests).toHaveLength(1)
    })

    it('finds a count malformed that is none', async () => {
      answerWith({})
      await expect(countTokens(played)).rejects.toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
    })
  }

  if (features.tokenCount === 'tokenizer') {
    it('counts by itself, and says that it is an estimate unless it knows the model', async () => {
      const count = await countTokens(played)
      expect(count).toMatchObject({ inputTokens: expect.any(BigInt) })
      expect(played.upstream.requests).toHaveLength(0)
    })
  }

  const asked: [name: string, question: Question, targeted: boolean][] = []
  if (features.embeddings) asked.push(['embed', embed, true])
  if (features.tokenCount === 'vendor') asked.push(['countTokens', countTokens, true])
  if (features.modelList) asked.push(['listModels', listModels, false])

  describe.each(asked)('%s fails as a conversation does', (_, question, targeted) => {
    it('with the reason of a refusal, and repeats nothing', async () => {
      const refusal = error('a wrong key')
      played.upstream.play((exchange) =>
        exchange.sendJson(refusal?.status ?? 401, refusal?.body(`${ACCOUNT_KEY} ${PROMPT}`)),
      )
      const thrown = await question(played).catch((reason: unknown) => reason)
      expect(thrown).toMatchObject({ reasonName: 'UPSTREAM_AUTH', metadata: { http_status: String(refusal?.status) } })
      if (targeted) expect(thrown).toMatchObject({ metadata: { provider: 'played', model: 'model-1' } })
      expect(inspect(thrown, { depth: 9 })).not.toMatch(new RegExp(`${ACCOUNT_KEY}|${PROMPT}`))
    })

    it.each(['', 'null', '[]', '<html>', '{"data":7,"models":7}'])('when 200 brings %j', async (text) => {
      played.upstream.play((exchange) => exchange.sendText(200, 'application/json', text))
      await expect(question(played)).rejects.toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
    })

    it('when the body is cut', async () => {
      played.upstream.play(async (exchange) => {
        exchange.response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 })
        await exchange.sendBytes('{"data":[')
        exchange.hangUp()
      })
      await expect(question(played)).rejects.toMatchObject({ reasonName: 'STREAM_TRUNCATED' })
    })

    it.each([200, 500])('by the signal’s reason when it is given up within the body of %d', async (status) => {
      const reason = new GatewayError(ErrorReason.CALL_CANCELLED, 'The caller went away.')
      const abort = new AbortController()
      const half = Promise.withResolvers<void>()
      played.upstream.play(async (exchange) => {
        exchange.response.writeHead(status, { 'content-type': 'application/json', 'content-length': 100 })
        await exchange.sendBytes('{"data":[')
        half.resolve()
      })
      const answer = question(played, abort.signal).catch((thrown: unknown) => thrown)
      await half.promise
      abort.abort(reason)
      expect(await answer).toBe(reason)
      await (await played.upstream.request(0)).closed
    })
  })
})
