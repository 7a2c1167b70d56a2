import { create } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { GenerateChatRequestSchema, GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { AnswerMemory } from './idempotency/answer-memory.ts'
import { Admission } from './resilience/admission/admission.ts'
import { CheckHistory } from './resilience/check-history.ts'
import { TargetHealth } from './resilience/target-health.ts'
import { VendorLimits } from './routing/vendor-limits.ts'
import { createValidate, type Validate } from './rpc/validate.ts'
import type { RuntimeContext } from './runtime.ts'
import { RequestFeed } from './usage/request-feed.ts'

/** What is remembered of answers with an idempotency key. */
const REMEMBERED = {
  maxAnswers: 1000,
  maxBytes: 64 * 1024 * 1024,
  maxAnswerBytes: 8 * 1024 * 1024,
  maxAgeMs: 24 * 3_600_000,
}

type Made =
  | 'feed'
  | 'admission'
  | 'health'
  | 'checkHistory'
  | 'trippedCircuits'
  | 'vendorLimits'
  | 'answerMemory'
  | 'validate'
  | 'startTime'

/** Adds to what was opened what begins empty with the process. */
export function contextOf(opened: Omit<RuntimeContext, Made>): RuntimeContext {
  const { clock, metrics } = opened
  return {
    ...opened,
    feed: new RequestFeed(),
    admission: new Admission(clock, metrics.admission),
    health: new TargetHealth(),
    checkHistory: new CheckHistory(),
    trippedCircuits: new Set<string>(),
    vendorLimits: new VendorLimits(),
    answerMemory: new AnswerMemory({ clock, ...REMEMBERED }),
    validate: warmed(createValidate()),
    startTime: clock.now(),
  }
}

/** Rules are compiled when a message is first checked, which takes a tenth of a second: not that of the first call. */
function warmed(validate: Validate): Validate {
  const messages = [{ role: Role.USER, parts: [{ content: { case: 'text' as const, value: 'warm' } }] }]
  validate(GenerateChatRequestSchema, create(GenerateChatRequestSchema, { messages, options: {}, context: {} }))
  validate(GenerateTextRequestSchema, create(GenerateTextRequestSchema, { prompt: 'warm' }))
  return validate
}
