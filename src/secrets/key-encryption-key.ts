import { hkdfSync } from 'node:crypto'
import type { Secret } from '../core/secret.ts'
import { decrypt, encrypt } from './cipher.ts'

/** A key that only encrypts other keys. It is made of the service's own secret, and never stored. */
export class KeyEncryptionKey {
  /** Tells keys apart without telling anything of them. */
  readonly id: string
  readonly #key: Buffer

  constructor(secret: Secret) {
    this.#key = derived(secret, 'key encryption', 32)
    this.id = derived(secret, 'key id', 8).toString('hex')
  }

  wrap(key: Buffer, binding: string): string {
    return encrypt(key, this.#key, this.#bound(binding))
  }

  /** Throws when it was wrapped by another key or for something else, or was changed. */
  unwrap(wrapped: string, binding: string): Buffer {
    return decrypt(wrapped, this.#key, this.#bound(binding))
  }

  #bound(binding: string): string {
    return `${this.id}\n${binding}`
  }
}

function derived(secret: Secret, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret.reveal(), '', `switchyard secrets: ${purpose}`, length))
}
