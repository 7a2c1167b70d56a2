import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** What a client needs to be let in over TLS; without a pair it shows no certificate. */
export interface ClientTls {
  readonly ca: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
}

/** Certificates for one test file, made by `openssl`. */
export class Certificates {
  readonly #directory = mkdtempSync(join(tmpdir(), 'certificates-'))

  /** An authority of that name. */
  authority(name: string): void {
    this.#openssl('req', '-x509', ...EC, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${name}`)
  }

  /** A certificate that the authority signed, with a subject alternative name such as `DNS:localhost`. */
  make(name: string, altName: string, authority: string, days = 30): void {
    writeFileSync(this.path(`${name}.cnf`), `subjectAltName=${altName}\n`)
    this.#openssl('req', ...EC, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    const signer = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial', '-days', `${days}`]
    this.#openssl('x509', '-req', '-in', `${name}.csr`, ...signer, '-extfile', `${name}.cnf`, '-out', `${name}.pem`)
  }

  path(file: string): string {
    return join(this.#directory, file)
  }

  /** For a client that shows the certificate, to a server whose authority is `ca`. */
  client(ca: string, name?: string): ClientTls {
    const read = (file: string) => readFileSync(this.path(file))
    const trusted = { ca: read(`${ca}.pem`) }
    return name === undefined ? trusted : { ...trusted, cert: read(`${name}.pem`), key: read(`${name}.key`) }
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true })
  }

  #openssl(...words: string[]): void {
    execFileSync('openssl', words, { cwd: this.#directory, stdio: 'ignore' })
  }
}
