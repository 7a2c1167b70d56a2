// The tokenizer's own thread: its vocabulary takes some 75 MB and counting takes time, which calls must not wait for.
import { parentPort } from 'node:worker_threads'
import type { Countable, Encoding } from './countable-text.ts'
import type { TokenizerReply } from './tokenizer.ts'

/** A run of letters this long is cut, since the time for a run grows with its square. */
const LONGEST_RUN = 1000
const RUN = new RegExp(`(\\S{${LONGEST_RUN}}|\\s{${LONGEST_RUN}})`)

const vocabularies = {
  o200k_base: () => import('gpt-tokenizer/encoding/o200k_base'),
  cl100k_base: () => import('gpt-tokenizer/encoding/cl100k_base'),
} satisfies Record<Encoding, unknown>

/** What looks like a special token is text like any other when a caller writes it. */
const AS_TEXT = { disallowedSpecial: new Set<string>() }

parentPort?.on('message', async (request: Pick<Countable, 'encoding' | 'texts'>) => {
  parentPort?.postMessage(await count(request))
})

async function count({ encoding, texts }: Pick<Countable, 'encoding' | 'texts'>): Promise<TokenizerReply> {
  const { countTokens } = await vocabularies[encoding]()
  let tokens = 0
  let cut = false
  for (const text of texts) {
    const pieces = text.split(RUN)
    if (pieces.length > 1) cut = true
    for (const piece of pieces) if (piece !== '') tokens += countTokens(piece, AS_TEXT)
  }
  return { tokens, cut }
}
