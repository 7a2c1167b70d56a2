import { Secret } from '../core/secret.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'

/** Shorter keys can be guessed. */
const MIN_CALLER_KEY_LENGTH = 32

const CALLER_KEY_VARIABLE = 'SWITCHYARD_API_KEY'

/** The value of the variable that a field names; a fault when it is not there. */
export function keyOf(
  field: string,
  variable: string,
  environment: EnvironmentValues,
  faults: FaultList,
): Secret | undefined {
  const value = readVariable(environment, variable)
  if (value === undefined) {
    if (!faults.has(field)) faults.add(field, `the environment variable ${nameForPeople(variable)} is not set or empty`)
    return undefined
  }
  if (/[^!-~]/.test(value)) {
    faults.add(field, `the environment variable ${nameForPeople(variable)} holds spaces or characters that no key has`)
  }
  return new Secret(value)
}

/** The key that callers must send, or undefined when none is configured. */
export function callerKey(variable: string, environment: EnvironmentValues, faults: FaultList): Secret | undefined {
  const name = variable || CALLER_KEY_VARIABLE
  // One that is set and empty was meant to be a key: to let everyone in for it would be the worst answer.
  if (!variable && environment[name] === undefined) return undefined
  const field = variable ? 'authentication.api_key_env' : name
  const key = keyOf(field, name, environment, faults)
  if (key && key.reveal().length < MIN_CALLER_KEY_LENGTH) {
    const advice = 'make one with `openssl rand -hex 32`'
    faults.add(
      field,
      `the key in ${nameForPeople(name)} must have at least ${MIN_CALLER_KEY_LENGTH} characters; ${advice}`,
    )
  }
  return key
}

/** People paste keys where the name of a variable belongs; names are upper-case, so nothing else is repeated. */
function nameForPeople(variable: string): string {
  return /^[A-Z][A-Z0-9_]*$/.test(variable) ? variable : 'named here'
}
