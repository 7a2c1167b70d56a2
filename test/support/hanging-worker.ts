// A thread that answers nothing, and ends when it is told to.
import { parentPort } from 'node:worker_threads'

parentPort?.on('message', ({ texts }: { texts: string[] }) => {
  if (texts[0] === 'die') process.exit(1)
})
