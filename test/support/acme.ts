import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { usageOf } from '../../src/core/events.ts'
import type { Account, AdapterDefinition } from '../../src/providers/definition.ts'
import type { Features } from '../../src/providers/features.ts'
import { createTransport } from '../../src/providers/http/transport.ts'
import type { Provider } from '../../src/providers/provider.ts'
import type { AnswerReader } from '../../src/providers/wire/answer-reader.ts'
import { AnswerWriter } from '../../src/providers/wire/answer-writer.ts'
import { openAttempt } from '../../src/providers/wire/attempt.ts'
import { type ErrorContext, errorContextOf } from '../../src/providers/wire/errors.ts'
import { parseObject } from '../../src/providers/wire/json.ts'
import { readJson } from '../../src/providers/wire/response.ts'

/**
 * A vendor that nobody has heard of, whose interface is like no other: all that Switchyard needs of it is this file and
 * a line in the registry. It talks in `{"word": …}` and ends with `{"done": true, "read": 3, "written": 2}`.
 */
export const acme: AdapterDefinition = {
  name: 'acme',
  title: 'Acme',
  address: { kind: 'vendor', baseUrl: 'https://api.acme.example' },
  keyVariable: 'ACME_API_KEY',
  models: [{ name: 'acme-1', tier: 'fast' }],
  features: { '': {} as Features },
  create: async (account) => createAcmeProvider(account),
}

function createAcmeProvider(account: Account): Provider {
  const transport = createTransport(account.limits)
  const context = errorContextOf(account)
  const headers = ['content-type', 'application/json', 'x-acme-key', account.apiKey?.reveal() ?? '']
  const at = (path: string) => ({ origin: account.baseUrl, path, headers })
  return {
    name: account.name,
    open: (call) =>
      openAttempt(call, {
        toRequest: ({ request, streaming }) => ({ body: { say: request.messages.length, streaming }, warnings: [] }),
        send: (_, body) => transport.post(at('/talk'), JSON.stringify(body), call.signal),
        reader: () => new AcmeReader(context),
        context,
        maxEventBytes: account.limits.maxEventBytes,
      }),
    async embed({ signal, target }, { inputs }) {
      const json = await readJson(await transport.post(at('/place'), JSON.stringify({ inputs }), signal), context)
      const vectors = json.places as number[][]
      return { finishReason: FinishReason.STOP, rawFinishReason: 'placed', model: target.model, vectors }
    },
    async listModels(signal) {
      const json = await readJson(await transport.get(at('/models'), signal), context)
      return (json.models as { id: string; window: number }[]).map(({ id, window }) => ({
        name: id,
        contextWindow: BigInt(window),
      }))
    },
    close: () => transport.close(),
  }
}

interface AcmePiece {
  readonly word?: string
  readonly words?: readonly string[]
  readonly done?: boolean
  readonly read?: number
  readonly written?: number
}

class AcmeReader implements AnswerReader {
  readonly #writer = new AnswerWriter()
  readonly #context: ErrorContext
  #text: number | undefined
  progress: 'reading' | 'finished' = 'reading'

  constructor(context: ErrorContext) {
    this.#context = context
  }

  event({ data }: { readonly data: string }): void {
    this.whole(parseObject(data, this.#context))
  }

  whole({ word, words = word === undefined ? [] : [word], done, read, written }: AcmePiece): void {
    for (const said of words) {
      this.#text ??= this.#writer.start({ case: 'text', value: '' })
      this.#writer.grow(this.#text, 'text', said)
    }
    if (!done) return
    this.progress = 'finished'
    const usage = usageOf({ input: read, output: written })
    this.#writer.finish({ finishReason: FinishReason.STOP, rawFinishReason: 'done', usage })
  }

  end(): void {
    this.progress = 'finished'
  }

  take() {
    return this.#writer.take()
  }
}
