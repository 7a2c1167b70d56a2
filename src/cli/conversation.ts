import { on } from 'node:events'
import { createInterface } from 'node:readline'
import type { Message } from '#gen/switchyard/v1/content_pb.js'
import { type AskContext, ask } from './ask.ts'
import { CallError } from './call-error.ts'
import { explain } from './explain.ts'
import { userMessage } from './messages.ts'
import { note } from './terminal.ts'

type ConversationContext = Omit<AskContext, 'signal'>

/** Asks and answers in turn, until Ctrl-D or `/exit`. Ctrl-C cancels the answer that is coming, else it ends. */
export async function converse(context: ConversationContext): Promise<number> {
  const { terminal } = context
  const lines = createInterface({ input: terminal.input, output: terminal.errors, prompt: '> ', terminal: true })
  // Lines that are typed while an answer comes wait for their turn.
  const typed = on(lines, 'line', { close: ['close'] }) as AsyncIterable<[string]>
  let running: AbortController | undefined
  let ended = false
  lines.once('close', () => {
    ended = true
  })
  lines.on('SIGINT', () => (running ? running.abort() : lines.close()))
  note(terminal, 'Type a message; /exit or Ctrl-D ends.')
  lines.prompt()
  let history = context.history
  for await (const [prompt] of typed) {
    if (prompt.trim() === '/exit') break
    if (prompt.trim() !== '') {
      running = new AbortController()
      history = await turn({ ...context, history: [...history, userMessage(prompt)], signal: running.signal }, history)
      running = undefined
    }
    if (!ended) lines.prompt()
  }
  lines.close()
  return 0
}

/** The conversation after a turn; a turn that failed leaves no trace in it. */
async function turn(context: AskContext, before: readonly Message[]): Promise<readonly Message[]> {
  try {
    return [...context.history, await ask(context)]
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    note(context.terminal, context.signal.aborted ? 'Cancelled.' : explain(error, context.options.server))
    return before
  }
}
