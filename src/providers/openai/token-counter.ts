import type { TargetedCall } from '../../core/call.ts'
import type { Clock } from '../../core/clock.ts'
import { estimateUsage } from '../../core/usage-estimate.ts'
import type { TokenCount } from '../provider.ts'
import { told } from '../wire/model-name.ts'
import { countableText, tokenCount } from './countable-text.ts'
import { Tokenizer } from './tokenizer.ts'

/** Counts input here, without asking anybody. */
export interface TokenCounter {
  /** Exact only where OpenAI has told how; an estimate by characters for models that are not OpenAI's. */
  count(call: TargetedCall): Promise<TokenCount>
  close(): Promise<void>
}

export function createTokenCounter(clock: Clock): TokenCounter {
  const tokenizer = new Tokenizer(clock)
  return {
    async count({ request, signal, target }) {
      const countable = told(target, (name) => countableText(request, name))
      if (!countable) return estimateUsage(request, 0)
      const { tokens, cut } = await tokenizer.count(countable, signal)
      return tokenCount(countable, tokens, cut)
    },
    close: () => tokenizer.close(),
  }
}
