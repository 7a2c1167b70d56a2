import type { Answer } from '../core/answer.ts'
import type { Call, IdempotencyMark } from '../core/call.ts'
import type { AnswerEvent, Ending } from '../core/events.ts'
import type { AnswerMemory } from '../idempotency/answer-memory.ts'
import type { Claim } from '../idempotency/claim.ts'
import type { RecordedAnswer } from '../idempotency/recorded-answer.ts'
import type { Middleware, Next } from './middleware.ts'

/**
 * Answers a call that repeats another one, by its idempotency key, with what the other one was answered: nothing is asked
 * of a provider, and nothing is paid. Only whole answers are remembered: after a failure, or when the caller left before
 * the end, the next call with the key is an ordinary one.
 */
export function idempotency(memory: AnswerMemory): Middleware {
  return (call, next) => (call.idempotency ? answerOnce(call, call.idempotency, next, memory) : next(call))
}

async function answerOnce(call: Call, mark: IdempotencyMark, next: Next, memory: AnswerMemory): Promise<Answer> {
  const found = await memory.find(scoped(mark.key, call), mark.fingerprint, call.signal)
  if (found.kind === 'recorded') return repeat(found.answer, call)
  try {
    const answer = await next(call)
    return await (call.streaming ? recordStream(answer, call, found.claim) : recordWhole(answer, call, found.claim))
  } catch (thrown) {
    found.claim.forget()
    throw thrown
  }
}

/** Callers do not see one another's answers, and each method has its own. */
function scoped(key: string, { principal, operation, streaming }: Call): string {
  return JSON.stringify([principal.kind, principal.id, operation, streaming, key])
}

function repeat({ callId, target, selection, warnings, batches, ending }: RecordedAnswer, call: Call): Answer {
  call.journal.replayOf = callId
  call.journal.selection = selection
  call.journal.warnings.push(...warnings)
  return { target, events: each(batches), done: Promise.resolve({ kind: 'finished', ending }) }
}

async function* each(batches: readonly (readonly AnswerEvent[])[]): AsyncGenerator<readonly AnswerEvent[]> {
  yield* batches
}

/** A unary answer is there already: it is remembered even when its caller has gone by now. */
async function recordWhole(answer: Answer, call: Call, claim: Claim): Promise<Answer> {
  const batches: (readonly AnswerEvent[])[] = []
  for await (const batch of answer.events) {
    claim.add(batch)
    batches.push(batch)
  }
  answer.done.then((outcome) => {
    if (outcome.kind === 'finished') claim.keep(factsOf(answer, call, outcome.ending))
    else claim.forget()
  })
  return { ...answer, events: each(batches) }
}

/**
 * A streamed answer is remembered once all its events were read and it is known to have ended well, and forgotten when it
 * failed or its reader left. A reader that leaves before it has begun shows only in the signal.
 */
function recordStream(answer: Answer, call: Call, claim: Claim): Answer {
  const whole = Promise.withResolvers<void>()
  const leave = () => claim.forget()
  call.signal.addEventListener('abort', leave, { once: true })
  answer.done.then(async (outcome) => {
    if (outcome.kind === 'finished') {
      await whole.promise
      claim.keep(factsOf(answer, call, outcome.ending))
    } else claim.forget()
    call.signal.removeEventListener('abort', leave)
  })
  return { ...answer, events: recorded(answer.events, claim, whole.resolve) }
}

async function* recorded(
  events: Answer['events'],
  claim: Claim,
  onWhole: () => void,
): AsyncGenerator<readonly AnswerEvent[]> {
  let whole = false
  try {
    for await (const batch of events) {
      claim.add(batch)
      yield batch
    }
    whole = true
  } finally {
    if (!whole) claim.forget()
    onWhole()
  }
}

function factsOf({ target }: Answer, { id, journal }: Call, ending: Ending): Omit<RecordedAnswer, 'batches'> {
  return { callId: id, target, selection: journal.selection, warnings: [...journal.warnings], ending }
}
