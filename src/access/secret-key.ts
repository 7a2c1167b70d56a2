import { hkdfSync, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { Secret } from '../core/secret.ts'

/** Fewer characters could be guessed. */
const MIN_CHARACTERS = 32

/**
 * The service's own secret, in a file beside its database. It is made at the first start, for the owner of the file
 * alone. Throws when the file cannot be read or written, or does not hold enough: an empty secret protects nothing.
 */
export function secretKeyIn(path: string): Secret {
  try {
    writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const text = readFileSync(path, 'utf8').trim()
  if (text.length < MIN_CHARACTERS) {
    throw new Error(`${path} must hold at least ${MIN_CHARACTERS} characters; restore it, since keys depend on it`)
  }
  return new Secret(text)
}

/** One that lasts as long as the process. */
export function passingSecretKey(): Secret {
  return new Secret(randomBytes(32).toString('hex'))
}

/** A secret for one purpose: none tells anything of the others. */
export function derivedSecret(secretKey: Secret, purpose: string): Secret {
  const bytes = hkdfSync('sha256', secretKey.reveal(), '', `switchyard ${purpose}`, 32)
  return new Secret(Buffer.from(bytes).toString('hex'))
}
