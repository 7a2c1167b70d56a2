import { create } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import type { AttemptRecord, Call, Target } from '../core/call.ts'
import { operator } from '../core/principal.ts'
import type { Timeouts } from '../core/timeouts.ts'
import { type AccountOptions, account } from '../pipeline/account.ts'
import { attempt } from '../pipeline/attempt.ts'
import { compose, type Next } from '../pipeline/middleware.ts'
import { complete } from './generate.ts'
import { newProgress, type RequestContext } from './handler.ts'
import { askProvider, type ProviderQuestions } from './provider-questions.ts'
import { textMessage } from './text.ts'

/** How a provider can be checked: by its free list of models, or by a word that is paid. */
export type CheckMethod = 'model_list' | 'generation'

export interface AskHealthOptions extends AccountOptions, Pick<ProviderQuestions, 'provider' | 'during'> {
  readonly timeoutMs: number
  readonly allowPaid: boolean
  /** The target that is asked for a word. */
  readonly firstTarget: (account: string) => Target | undefined
  /** What a paid check took is counted as any attempt's is. */
  readonly metrics: AttemptObserver
}

export interface AttemptObserver {
  attemptEnded(attempt: AttemptRecord): void
}

/** The fewest that all vendors take: OpenAI's Responses refuse less. */
const MAX_OUTPUT_TOKENS = 16n

/** Who asks, in the ledger. */
const PRINCIPAL = operator('local', 'health-check')

/** Undefined: it cannot be checked as things are set. */
export function checkMethod(
  { provider, allowPaid, firstTarget }: AskHealthOptions,
  name: string,
): CheckMethod | undefined {
  if (provider(name).listModels) return 'model_list'
  return allowPaid && firstTarget(name) ? 'generation' : undefined
}

/** Whether the account answers. Resolves when it does; throws the GatewayError that says what is wrong, no key in it. */
export async function askHealth(options: AskHealthOptions, name: string, signal: AbortSignal): Promise<void> {
  const questions = { ...options, timeouts: () => within(options.timeoutMs) }
  await askProvider(questions, { provider: name }, signal, async (provider, ended) => {
    if (provider.listModels) await provider.listModels(ended)
    else await generate(name, ended, options)
  })
}

async function generate(name: string, signal: AbortSignal, options: AskHealthOptions): Promise<void> {
  const target = options.firstTarget(name)
  if (!target) return
  const request = create(GenerateChatRequestSchema, {
    messages: [textMessage(Role.USER, 'Answer with the word OK.')],
    options: { model: target.name, maxOutputTokens: MAX_OUTPUT_TOKENS },
  })
  const deadline = options.clock.now() + options.timeoutMs
  const context: RequestContext = {
    principal: PRINCIPAL,
    signal,
    deadline,
    header: () => undefined,
    requestId: options.clock.uuid(),
    progress: newProgress(),
  }
  const shared = { clock: options.clock, defaultOptions: undefined, generate: recordedAttempt(target, options) }
  await complete(request, context, { operation: 'test' }, shared)
}

/** One attempt, in the ledger and the metrics; no circuit hears of it, nothing is retried. */
function recordedAttempt(target: Target, options: AskHealthOptions): Next {
  const innermost = attempt({ ...options, timeouts: () => within(options.timeoutMs) })
  const recorded = compose<Call>([account(options)], (call) => innermost({ ...call, target }))
  return async (call) => {
    const count = () => {
      for (const record of call.journal.attempts) options.metrics.attemptEnded(record)
    }
    try {
      const answer = await recorded(call)
      answer.done.then(count)
      return answer
    } catch (thrown) {
      count()
      throw thrown
    }
  }
}

function within(timeoutMs: number): Timeouts {
  return { connectMs: timeoutMs, firstTokenMs: timeoutMs, idleMs: timeoutMs, totalMs: timeoutMs }
}
