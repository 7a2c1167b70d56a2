/**
 * What Switchyard reads of a message and of the events of its stream; everything may be missing.
 * Source: https://platform.claude.com/docs/en/build-with-claude/streaming
 */
export interface MessageEvent {
  readonly type?: unknown
  readonly index?: unknown
  readonly message?: WireMessage | null
  readonly content_block?: ContentBlock | null
  readonly delta?: Delta | null
  readonly usage?: unknown
  readonly error?: unknown
}

export interface WireMessage {
  readonly id?: unknown
  readonly type?: unknown
  readonly model?: unknown
  readonly content?: readonly ContentBlock[] | null
  readonly stop_reason?: unknown
  readonly usage?: unknown
  readonly error?: unknown
}

/** Blocks of other types tell what the vendor's own tools did, and are passed over. */
export interface ContentBlock {
  readonly type?: unknown
  readonly text?: unknown
  readonly thinking?: unknown
  readonly signature?: unknown
  /** Of thinking that the vendor keeps to itself. */
  readonly data?: unknown
  readonly id?: unknown
  readonly name?: unknown
  readonly input?: unknown
}

/** A piece of a block, or what ends the message. */
export interface Delta {
  readonly type?: unknown
  readonly text?: unknown
  readonly thinking?: unknown
  readonly signature?: unknown
  readonly partial_json?: unknown
  readonly stop_reason?: unknown
}
