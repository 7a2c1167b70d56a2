import { openAIErrors, plainErrors } from './openai-errors.ts'
import type { Fault, PlayedError } from './vendor.ts'

type Errors = Readonly<Record<Fault, PlayedError | undefined>>

/** Mistral's error body. Source: https://docs.mistral.ai/resources/known-limitations */
function mistralError(status: number, type: string, code: string | null, before = ''): PlayedError {
  return { status, body: (message) => ({ object: 'error', message: before + message, type, param: null, code }) }
}

const detail = (message: string) => [{ type: 'extra_forbidden', loc: ['body', 'x'], msg: message, input: message }]

export const mistralErrors: Errors = {
  'a wrong key': { status: 401, body: (message) => ({ message, request_id: message }) },
  'a forbidden model': mistralError(403, 'forbidden', null),
  'an unknown model': mistralError(400, 'invalid_model', '1500', 'Invalid model: '),
  'a bad request': {
    status: 422,
    body: (message) => ({ object: 'error', message: { detail: detail(message) }, type: 'invalid_request_error' }),
  },
  'a conversation that is too long': mistralError(
    400,
    'invalid_request_error',
    '3051',
    'Prompt contains 40000 tokens, too large for model with 32768 maximum context length. ',
  ),
  'a content filter': undefined,
  'a request that is too large': mistralError(413, 'invalid_request_error', null),
  'a failure': mistralError(500, 'internal_server_error', '1000'),
  'an overload': mistralError(503, 'unavailable', '3505'),
  'a rate limit': mistralError(429, 'rate_limited', '1300'),
  'no money': mistralError(402, 'payment_required', null),
}

/** The codes are numbers. Source: https://openrouter.ai/docs/api-reference/errors */
function openRouterError(code: number, before = ''): PlayedError {
  return {
    status: code,
    body: (message) => ({ error: { code, message: before + message, metadata: { raw: message } }, user_id: 'user_1' }),
  }
}

export const openRouterErrors: Errors = {
  'a wrong key': openRouterError(401),
  'a forbidden model': openRouterError(403),
  'an unknown model': openRouterError(404, 'No endpoints found for model-1. '),
  'a bad request': openRouterError(400),
  'a conversation that is too long': openRouterError(400, "This endpoint's maximum context length is 8 tokens. "),
  'a content filter': undefined,
  'a request that is too large': openRouterError(413),
  'a failure': openRouterError(500),
  'an overload': openRouterError(502),
  'a rate limit': openRouterError(429),
  'no money': openRouterError(402),
}

/** Source: https://docs.vllm.ai/en/latest/serving/openai_compatible_server/ */
export const vllmErrors: Errors = {
  ...plainErrors,
  'a wrong key': { status: 401, body: (message) => ({ error: `Unauthorized ${message}` }) },
}

/** Source: https://docs.ollama.com/api/openai-compatibility */
export const ollamaErrors: Errors = {
  ...openAIErrors,
  'an unknown model': {
    status: 404,
    body: (message) => ({ error: { message, type: 'not_found_error', param: null, code: null } }),
  },
  'a conversation that is too long': {
    status: 400,
    body: (message) => ({
      error: { message: `prompt too long; exceeded max context length by 4096 tokens ${message}`, type: 'api_error' },
    }),
  },
  'a content filter': undefined,
  'no money': undefined,
}
