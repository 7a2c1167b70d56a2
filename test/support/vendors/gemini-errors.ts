import { geminiError } from '../gemini-wire.ts'
import type { Fault, PlayedError } from './vendor.ts'

type Json = Record<string, unknown>

/** Source: https://ai.google.dev/gemini-api/docs/troubleshooting */
export function geminiRefusal(code: number, status: string, before = '', details: Json[] = []): PlayedError {
  return {
    status: code,
    body: (message) => ({
      error: { ...(geminiError(code, status, details).error as Json), message: before + message },
    }),
  }
}

const keyInvalid = {
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason: 'API_KEY_INVALID',
  domain: 'googleapis.com',
}

/** The quota of a day does not come back by waiting as long as a call lasts. */
const quotaFailure = {
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier', quotaValue: '50' }],
}
const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' }

const TOO_LONG = 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576). '

export const geminiErrors: Readonly<Record<Fault, PlayedError | undefined>> = {
  'a wrong key': geminiRefusal(400, 'INVALID_ARGUMENT', 'API key not valid. ', [keyInvalid]),
  'a forbidden model': geminiRefusal(403, 'PERMISSION_DENIED'),
  'an unknown model': geminiRefusal(404, 'NOT_FOUND'),
  'a bad request': geminiRefusal(400, 'INVALID_ARGUMENT'),
  'a conversation that is too long': geminiRefusal(400, 'INVALID_ARGUMENT', TOO_LONG),
  // A prompt that is blocked is answered with 200.
  'a content filter': undefined,
  'a request that is too large': geminiRefusal(413, 'INVALID_ARGUMENT'),
  'a failure': geminiRefusal(500, 'INTERNAL'),
  'an overload': geminiRefusal(503, 'UNAVAILABLE'),
  'a rate limit': geminiRefusal(429, 'RESOURCE_EXHAUSTED'),
  'no money': geminiRefusal(429, 'RESOURCE_EXHAUSTED', '', [quotaFailure, retryInfo]),
}
