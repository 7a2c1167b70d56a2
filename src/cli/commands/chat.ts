import type { Message } from '#gen/switchyard/v1/content_pb.js'
import { StatusCode } from '../../core/status.ts'
import { type AskContext, ask, type ChatOptions } from '../ask.ts'
import { CallError } from '../call-error.ts'
import { compare } from '../compare.ts'
import { converse } from '../conversation.ts'
import { UsageError } from '../errors.ts'
import { connect } from '../global-options.ts'
import { systemMessage, userMessage } from '../messages.ts'
import { note, type Terminal } from '../terminal.ts'

/** The options as they stand on the command line. */
interface GivenOptions extends Omit<ChatOptions, 'model'> {
  readonly model?: readonly string[]
}

/** Asks once, one model or several, or holds a conversation when there is a terminal and no prompt. */
export async function chat(terminal: Terminal, given: GivenOptions, words: string[]): Promise<number> {
  const { model: models = [], ...rest } = given
  const options: ChatOptions = models.length === 1 ? { ...rest, model: models[0] as string } : rest
  const client = connect(options, terminal)
  const history: Message[] = options.system ? [systemMessage(options.system)] : []
  try {
    const prompt = await promptOf(terminal, words)
    const context = { client, terminal, options }
    if (prompt !== undefined) return await askOnce({ ...context, history: [...history, userMessage(prompt)] }, models)
    if (models.length > 1) throw new UsageError('A conversation is held with one model; to compare, give a prompt.')
    return await converse({ ...context, history })
  } finally {
    client.close()
  }
}

/** Ctrl-C cancels the call, which stops the provider too. */
async function askOnce(context: Omit<AskContext, 'signal'>, models: readonly string[]): Promise<number> {
  const controller = new AbortController()
  const { signal } = controller
  const ignore = context.terminal.onSignal('SIGINT', () => controller.abort())
  try {
    if (models.length > 1) return (await compare({ ...context, models, signal })) ? 0 : 1
    await ask({ ...context, signal })
    return 0
  } catch (error) {
    if (!signal.aborted || !(error instanceof CallError) || error.code !== StatusCode.CANCELLED) throw error
    note(context.terminal, 'Cancelled.')
    return 1
  } finally {
    ignore()
  }
}

/**
 * The words of the command line, with what is piped in where `-` stands; without words, all that is piped in.
 * Undefined: neither, so the person at the terminal will type.
 */
async function promptOf(terminal: Terminal, words: readonly string[]): Promise<string | undefined> {
  if (words.length === 0 && terminal.input.isTTY) return undefined
  const piped = words.length === 0 || words.includes('-') ? await readAll(terminal.input) : ''
  const prompt = words.length === 0 ? piped : words.map((word) => (word === '-' ? `\n${piped}` : word)).join(' ')
  if (prompt.trim() === '') throw new UsageError('Give a prompt, for example: switchyard chat "Say hello"')
  return prompt
}

async function readAll(input: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of input) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
