import type { RateLimit as RateLimitMessage } from '#gen/switchyard/v1/rate_limit_pb.js'
import { subjectOf } from '../core/subject.ts'
import type { RateLimit } from './rate-limit.ts'

/** A rate limit as the contract tells it. */
export function rateLimitOf(message: RateLimitMessage): RateLimit {
  const { name, subject, requestsPerMinute, tokensPerMinute, concurrentCalls } = message
  return {
    name,
    subject: subjectOf(subject),
    requestsPerMinute: Number(requestsPerMinute) || Infinity,
    tokensPerMinute: Number(tokensPerMinute) || Infinity,
    concurrentCalls: concurrentCalls || Infinity,
  }
}
