import { ConnectError } from '@connectrpc/connect'
import type { StoredRow } from '../../support/app.ts'
import { type llmOf, type SeenError, seenError } from '../../support/clients.ts'
import type { UpstreamExchange } from '../../support/upstream.ts'
import type { Setting } from './setting.ts'

/** A request as the provider saw it. */
export interface Arrival {
  /** Milliseconds of a monotonic clock. */
  readonly time: number
  readonly exchange: UpstreamExchange
}

/** What the caller was told. */
export interface Heard {
  readonly text: string
  /** Whether the answer was presented as complete. */
  readonly complete: boolean
  readonly provider: string
  readonly model: string
  readonly outputTokens: number
  readonly error: SeenError | undefined
}

/** What caller, providers and ledger saw of a situation. */
export interface Experience {
  readonly setting: Setting
  /** Of several calls the one that says most: the first that failed, else the last. */
  readonly heard: Heard
  readonly first: readonly Arrival[]
  readonly fallback: readonly Arrival[]
  readonly rows: readonly StoredRow[]
  /** Whether the service answered another call afterwards. */
  readonly alive: boolean
}

type Llm = ReturnType<typeof llmOf>

/** Asks as any caller does and notes what comes. */
export async function ask(llm: Llm, { way }: Setting, model: string): Promise<Heard> {
  const request = { prompt: 'Sixty words, please.', options: { model, labels: { situation: model } } }
  const told = { text: '', complete: false, provider: '', model: '', outputTokens: 0 }
  const finish = ({ info }: Pick<Awaited<ReturnType<Llm['generateText']>>, 'info'>) => {
    const { provider = '', model = '', usage } = info ?? {}
    Object.assign(told, { complete: true, provider, model, outputTokens: Number(usage?.outputTokens) })
  }
  try {
    if (way === 'unary') {
      const answer = await llm.generateText(request)
      told.text = answer.text
      finish(answer)
    } else {
      for await (const { event } of llm.generateTextStream(request)) {
        if (event.case === 'textDelta') told.text += event.value
        if (event.case === 'finished') finish(event.value)
      }
    }
    return { ...told, error: undefined }
  } catch (thrown) {
    if (!(thrown instanceof ConnectError)) throw thrown
    return { ...told, error: seenError(thrown) }
  }
}
