import { Secret } from '../core/secret.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'

/** Shorter ones can be guessed. */
const MIN_LENGTH = 32

const VARIABLE = 'SWITCHYARD_SECRET_KEY_PREVIOUS'

/** What the service's own secret was, or is going to be: what was encrypted with it is still read. Undefined: there is none. */
export function toPreviousSecretKey(environment: EnvironmentValues, faults: FaultList): Secret | undefined {
  const value = readVariable(environment, VARIABLE)
  if (value === undefined) return undefined
  if (value.length < MIN_LENGTH) faults.add(VARIABLE, `must have at least ${MIN_LENGTH} characters`)
  return new Secret(value)
}
