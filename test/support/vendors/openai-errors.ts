import type { Fault, PlayedError } from './vendor.ts'

/** OpenAI's error body. Source: https://platform.openai.com/docs/guides/error-codes */
export function openAIError(status: number, type: string, code: string | number | null = null): PlayedError {
  return { status, body: (message) => ({ error: { message, type, param: null, code } }) }
}

const invalid = 'invalid_request_error'

export const openAIErrors: Readonly<Record<Fault, PlayedError>> = {
  'a wrong key': openAIError(401, invalid, 'invalid_api_key'),
  'a forbidden model': openAIError(403, 'permission_error', 'unsupported_country_region_territory'),
  'an unknown model': openAIError(404, invalid, 'model_not_found'),
  'a bad request': openAIError(400, invalid, 'unsupported_parameter'),
  'a conversation that is too long': openAIError(400, invalid, 'context_length_exceeded'),
  'a content filter': openAIError(400, invalid, 'content_policy_violation'),
  'a request that is too large': openAIError(413, invalid),
  'a failure': openAIError(500, 'server_error'),
  'an overload': openAIError(503, 'server_error', 'server_is_overloaded'),
  'a rate limit': openAIError(429, 'requests', 'rate_limit_exceeded'),
  'no money': openAIError(429, 'insufficient_quota', 'insufficient_quota'),
}

/** Source: https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter */
export const azureErrors: Readonly<Record<Fault, PlayedError>> = {
  ...openAIErrors,
  'a wrong key': { status: 401, body: (message) => ({ error: { code: '401', message } }) },
  'an unknown model': { status: 404, body: (message) => ({ error: { code: 'DeploymentNotFound', message } }) },
  'a content filter': {
    status: 400,
    body: (message) => ({
      error: {
        message,
        type: null,
        param: 'prompt',
        code: 'content_filter',
        status: 400,
        innererror: { code: 'ResponsibleAIPolicyViolation' },
      },
    }),
  },
  'a rate limit': { status: 429, body: (message) => ({ error: { code: '429', message } }) },
}

/** A server that knows the statuses and one sentence. */
export const plainErrors: Readonly<Record<Fault, PlayedError | undefined>> = {
  ...openAIErrors,
  'a conversation that is too long': {
    status: 400,
    body: (message) => ({
      object: 'error',
      message: `This model's maximum context length is 8 tokens. ${message}`,
      type: 'BadRequestError',
      param: null,
      code: 400,
    }),
  },
  'an unknown model': {
    status: 404,
    body: (message) => ({ error: { message, type: 'NotFoundError', param: 'model', code: 404 } }),
  },
  'a content filter': undefined,
  'no money': undefined,
}
