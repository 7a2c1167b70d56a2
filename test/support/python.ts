import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Where OpenAI's client for Python and LangChain are installed. */
export const PYTHON = resolve(import.meta.dirname, '../../build/openai-python/bin/python')

/** Whether they are there. Where they are not, a word about it is printed; a run that requires them fails. */
export const hasPython = existsSync(PYTHON)

if (!hasPython) {
  const why = `OpenAI’s client for Python and LangChain are not installed: ${PYTHON} is not there`
  if (process.env.SWITCHYARD_TEST_REQUIRE_PYTHON) throw new Error(`${why}, and this run requires it.`)
  process.stderr.write(`\nSKIPPED: calls from Python. ${why}: run .ci/openai-python.\n`)
}
