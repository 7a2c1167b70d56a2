/** A turn of a conversation in words that every door can be told. */
export interface Turn {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly text?: string
  readonly image?: { readonly mediaType: string; readonly base64: string }
  readonly toolCalls?: readonly ToolCall[]
  /** Of a tool's turn: the call that it answers. */
  readonly toolCallId?: string
}

export interface ToolCall {
  readonly id: string
  readonly name: string
  /** JSON text. */
  readonly arguments: string
}

export interface Question {
  readonly turns: readonly Turn[]
  readonly options?: QuestionOptions
  readonly tools?: readonly { readonly name: string; readonly schema: object }[]
  /** What the answer must look like. */
  readonly schema?: object
  readonly idempotencyKey?: string
}

export interface QuestionOptions {
  readonly model?: string
  readonly maxOutputTokens?: number
  readonly temperature?: number
  readonly topP?: number
  readonly stop?: readonly string[]
  readonly seed?: number
}

/** Beside a question. */
export interface Asking {
  readonly signal?: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

/** What came back. What a door does not tell is undefined. */
export interface Said {
  readonly text: string
  readonly toolCalls: readonly ToolCall[]
  readonly finish: 'stop' | 'length' | 'tool_calls' | 'other'
  readonly id: string
  readonly model: string
  readonly provider: string | undefined
  readonly inputTokens: number
  readonly outputTokens: number
  readonly costNanos: bigint | undefined
  readonly traceId: string | undefined
}

/** An error as a caller of any door can see it. */
export class DoorError extends Error {
  readonly reason: string
  readonly fields: readonly string[]
  readonly retryAfterMs: number | undefined

  constructor(reason: string, details: { fields?: readonly string[]; retryAfterMs?: number | undefined } = {}) {
    super(reason)
    this.name = 'DoorError'
    this.reason = reason
    this.fields = details.fields ?? []
    this.retryAfterMs = details.retryAfterMs
  }
}

/** What a door can be asked, each as it is asked there. All reject with a DoorError when the door answers with an error. */
export interface Abilities {
  text(prompt: string, options: QuestionOptions): Promise<Said>
  textStream(prompt: string, options: QuestionOptions): AsyncGenerator<string, Said>
  chat(question: Question, asking?: Asking): Promise<Said>
  /** Yields each piece of text as it comes. */
  chatStream(question: Question, asking?: Asking): AsyncGenerator<string, Said>
  embed(model: string, inputs: readonly string[]): Promise<number[][]>
  countTokens(question: Question): Promise<number>
  listModels(): Promise<string[]>
  getModel(name: string): Promise<string>
  /** The text of each model's answer, or the reason of its failure, in the order of the models. */
  compare(question: Question, models: readonly string[]): Promise<string[]>
  testModel(model: string): Promise<boolean>
  /** Whether the service says that it is well. */
  health(): Promise<boolean>
  /** Calls in the last hour. */
  statistics(): Promise<number>
}

export type Ability = keyof Abilities

/** A door with what it can be asked, and why it cannot carry the rest. */
export interface TestedDoor extends Partial<Abilities> {
  readonly name: string
  readonly lacks: Partial<Readonly<Record<Ability, string>>>
}
