/**
 * Writes the stubs of the public contract for the languages of `clients/` whose generators npm does not have. Says so where
 * their toolchain is not there.
 */
import { generateStubs } from './client-stubs/generators.ts'
import { languages } from './client-stubs/languages.ts'

for (const language of languages) {
  const { state, report } = generateStubs(language)
  if (state !== 'good') console.error(`The stubs for ${language.name} were not generated. ${report}`)
  if (state === 'bad') process.exitCode = 1
}
