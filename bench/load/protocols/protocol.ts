/** Told of each arrival of tokens: where the first one's text begins, and how many they are. */
export type OnTokens = (bytes: Uint8Array, textStart: number, count: number) => void

/** How a protocol over HTTP asks for an answer, and how it tells it. */
export interface HttpProtocol {
  readonly unary: HttpRequest
  readonly stream: HttpRequest
  /** Throws unless these bytes are a whole answer. */
  readonly checkWhole: (bytes: Buffer) => void
  readonly readStream: (onTokens: OnTokens) => StreamReader
}

export interface HttpRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** Reads one stream, of which pieces may be cut anywhere. */
export interface StreamReader {
  read(piece: Buffer): void
  /** Throws unless the stream was complete. */
  end(): void
}
