import { randomBytes } from 'node:crypto'
import { Secret } from '../core/secret.ts'
import { decrypt, encrypt } from './cipher.ts'
import { KeyEncryptionKey } from './key-encryption-key.ts'

/** A secret as it may be stored: encrypted by a key of its own, which is encrypted by the service's. */
export interface SealedSecret {
  /** Of the key that wraps the record's own. */
  readonly keyId: string
  readonly wrappedKey: string
  readonly box: string
}

/** A sealed secret that does not open. The message tells why and nothing of the secret. */
export class SealError extends Error {}

/**
 * Seals secrets for the store. What a secret is bound to must be told again to open it, so that a record which was moved to
 * another row, or whose row says something else now, stays closed.
 */
export class Vault {
  readonly #current: KeyEncryptionKey
  readonly #readable: ReadonlyMap<string, KeyEncryptionKey>

  /** `previous` opens what was sealed before the service's secret was replaced by `current`. */
  constructor(current: Secret, previous: readonly Secret[] = []) {
    this.#current = new KeyEncryptionKey(current)
    const keys = [...previous.map((secret) => new KeyEncryptionKey(secret)), this.#current]
    this.#readable = new Map(keys.map((key) => [key.id, key]))
  }

  seal(secret: Secret, binding: string): SealedSecret {
    const key = randomBytes(32)
    const box = encrypt(Buffer.from(secret.reveal()), key, binding)
    return { keyId: this.#current.id, wrappedKey: this.#current.wrap(key, binding), box }
  }

  /** Throws a SealError. */
  open(sealed: SealedSecret, binding: string): Secret {
    const key = this.#unwrap(sealed, binding)
    try {
      return new Secret(decrypt(sealed.box, key, binding).toString())
    } catch {
      throw altered()
    }
  }

  /** Whether it is wrapped by another key than new ones are. */
  isOutdated({ keyId }: SealedSecret): boolean {
    return keyId !== this.#current.id
  }

  /** The same secret, wrapped as new ones are; it is not decrypted itself. Throws a SealError. */
  rewrap(sealed: SealedSecret, binding: string): SealedSecret {
    const wrappedKey = this.#current.wrap(this.#unwrap(sealed, binding), binding)
    return { keyId: this.#current.id, wrappedKey, box: sealed.box }
  }

  #unwrap({ keyId, wrappedKey }: SealedSecret, binding: string): Buffer {
    const key = this.#readable.get(keyId)
    if (!key) throw new SealError('was encrypted with another secret key than the service has now')
    try {
      return key.unwrap(wrappedKey, binding)
    } catch {
      throw altered()
    }
  }
}

/** A vault whose secrets open as long as the process lives. */
export function passingVault(): Vault {
  return new Vault(new Secret(randomBytes(32).toString('hex')))
}

function altered(): SealError {
  return new SealError('was changed in the store, or belongs to another record')
}
