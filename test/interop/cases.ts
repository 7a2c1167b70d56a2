/** What every client must do, each with what it shows. A runner prints one line for each, in any order. */
export const cases = {
  unary: 'A prompt and a conversation are each answered with the whole text, usage and cost.',
  stream: 'A streamed answer begins with `started`, brings each piece, and ends with `finished`.',
  cancel: 'Cancelling a stream that runs closes the request upstream.',
  deadline: 'A deadline of the client ends the call with DEADLINE_EXCEEDED and closes the request upstream.',
  error_bad_request: 'An invalid request has its bad fields named in BadRequest, beside exactly one ErrorInfo.',
  error_retry_info: 'A rate limit of the provider comes with the delay that it asked for, in RetryInfo.',
  error_quota: 'A budget that is used up is named in QuotaFailure, without RetryInfo.',
  error_attempts: 'A call that failed at two targets lists both attempts in AttemptsInfo.',
  tools: 'A tool call goes back unchanged with its result, and the model goes on from there.',
  large_message: 'A prompt of five megabytes goes in, and an answer of the same size comes out.',
  metadata: 'Who calls is sent in headers; it comes back in the answer and its response headers.',
  trace_context: 'The trace of `traceparent` is the one of the answer.',
  tls: 'Over TLS the server is believed by the authority that was given, and not without it.',
  mtls: 'A client certificate is enough to be let in; without one no call is served.',
  key_missing: 'A call without a key is UNAUTHENTICATED.',
  key_wrong: 'A call with a key that nobody has is UNAUTHENTICATED.',
  retry: 'The client waits as RetryInfo says and tries again, and the second try is answered.',
  health: '`grpc.health.v1` says SERVING, and needs no key.',
  compare: 'Of two models that are compared one fails, and the other answers to its end.',
  embed: 'Texts become vectors, in their order.',
} as const

export type Case = keyof typeof cases
