import type { DescMessage, DescMethodServerStreaming, DescMethodUnary } from '@bufbuild/protobuf'

/** A row of the table: what stands at one path for one verb, and what the OpenAPI document tells of it. */
export interface RestEndpoint {
  readonly verb: 'GET' | 'POST'
  readonly path: string
  /** Its name in the OpenAPI document. */
  readonly id: string
  /** The group that it stands in there. */
  readonly tag: 'Generation' | 'Models' | 'Usage' | 'Health' | 'Providers' | 'Templates'
  readonly summary: string
  readonly action: RestAction
}

/**
 * What answers. A GET makes its request message of the address's parameters, a POST of its body.
 * - `unary`: a method that gives one message.
 * - `stream`: a method that gives a stream of them, told as server-sent events.
 * - `generation`: a prompt or a conversation, whole or as events, by what the body says.
 * - `missing`: nothing yet; it is refused with METHOD_NOT_AVAILABLE.
 */
export type RestAction =
  | {
      readonly kind: 'unary'
      readonly method: DescMethodUnary<DescMessage, DescMessage>
      /** The field of the request message that each segment in braces fills. */
      readonly parameters?: Readonly<Record<string, string>>
      readonly bodyIsOptional?: boolean
      /** Whether it makes something: then it answers 201, unless it was only to be checked. */
      readonly creates?: boolean
    }
  | { readonly kind: 'stream'; readonly method: DescMethodServerStreaming<DescMessage, DescMessage> }
  | { readonly kind: 'generation' }
  | { readonly kind: 'missing'; readonly what: string }
