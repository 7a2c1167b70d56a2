import { beginStart } from './start-phase.ts'

beginStart()
const { run } = await import('./cli/program.ts')
const { processTerminal } = await import('./cli/terminal.ts')

/** Whether a part of the result is lost. */
let isCut = false

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that goes away, such as `head`, is no fault.
  if (error.code === 'EPIPE') process.exit(0)
  if (!isCut) process.stderr.write(`The output cannot be written: ${error.message}\n`)
  isCut = true
})
// Notes beside the result are no reason to stop, not even where nobody can read them.
process.stderr.on('error', () => {})

const exitCode = await run(process.argv.slice(2), processTerminal)
process.exitCode = exitCode || Number(isCut)
