import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface KeyPair {
  readonly key: Buffer
  readonly cert: Buffer
}

/** Makes certificates in a directory, by openssl. */
export class CertificateMaker {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
    const own = ['-subj', '/CN=authority', '-days', '2', '-addext', 'basicConstraints=critical,CA:TRUE']
    this.#openssl(['req', '-x509', ...this.#newKey('authority'), ...own, '-out', 'authority.crt'])
  }

  get authority(): string {
    return this.#read('authority.crt').toString()
  }

  /** A certificate for a host, of the authority unless it is to vouch for itself. It has passed when `days` is negative. */
  make(name: string, host: string, { days = 2, selfSigned = false } = {}): KeyPair {
    const subject = ['-subj', `/CN=${name}`]
    writeFileSync(join(this.#directory, `${name}.cnf`), `subjectAltName=${host}\n`)
    this.#openssl(['req', ...this.#newKey(name), ...subject, '-out', `${name}.csr`])
    const by = selfSigned ? ['-key', `${name}.key`] : ['-CA', 'authority.crt', '-CAkey', 'authority.key']
    const validity = ['-days', String(days), '-extfile', `${name}.cnf`]
    this.#openssl(['x509', '-req', '-in', `${name}.csr`, ...by, ...validity, '-out', `${name}.crt`])
    return { key: this.#read(`${name}.key`), cert: this.#read(`${name}.crt`) }
  }

  #newKey(name: string): string[] {
    return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`]
  }

  #openssl(words: readonly string[]): void {
    execFileSync('openssl', words, { cwd: this.#directory, stdio: 'ignore' })
  }

  #read(file: string): Buffer {
    return readFileSync(join(this.#directory, file))
  }
}
