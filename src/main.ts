import { beginStart } from './start-phase.ts'

beginStart()
const { run } = await import('./cli/program.ts')
const { processTerminal } = await import('./cli/terminal.ts')

// A reader that goes away, such as `head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await run(process.argv.slice(2), processTerminal)
