import { Command, CommanderError } from 'commander'
import { CallError } from './call-error.ts'
import { addCommands, type Finish } from './commands.ts'
import { CommandError, UsageError } from './errors.ts'
import { explain, explainAsJson } from './explain.ts'
import { addGlobalOptions, type GlobalOptions } from './global-options.ts'
import { printable } from './printable.ts'
import type { Terminal } from './terminal.ts'

/** Runs the command line and resolves to the exit code: 0 done, 1 failed, 2 asked in the wrong way. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0
  const program = createProgram(terminal, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(words, { from: 'user' })
    return exitCode
  } catch (error) {
    return report(error, program.opts<GlobalOptions>(), terminal)
  }
}

function createProgram(terminal: Terminal, finish: Finish): Command {
  const program = new Command('switchyard')
    .description('A typed gRPC gateway to every large language model')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.output.write(text),
      writeErr: (text) => terminal.errors.write(printable(text)),
    })
    .showSuggestionAfterError()
  addGlobalOptions(program, terminal)
  addCommands(program, terminal, finish)
  return program
}

function report(error: unknown, { output, server }: GlobalOptions, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const write = (text: string) => terminal.errors.write(`${printable(text)}\n`)
  if (error instanceof CallError) {
    write(output === 'json' ? explainAsJson(error, server) : explain(error, server))
    return 1
  }
  if (!(error instanceof UsageError || error instanceof CommandError)) throw error
  write(output === 'json' ? JSON.stringify({ error: { message: error.message } }) : `Error: ${error.message}`)
  return error instanceof UsageError ? 2 : 1
}
