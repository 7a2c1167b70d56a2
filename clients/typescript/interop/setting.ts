import { readFileSync } from 'node:fs'
import { createConnectTransport } from '@connectrpc/connect-node'
import { createClient as createWebClient } from '@switchyard/client'
import { type ClientTls, createClient as createGrpcClient, SwitchyardClient } from '@switchyard/client/node'

/** A server that `interop.json` tells of. */
export interface Server {
  readonly grpc: string
  readonly web: string
  readonly key?: string
  readonly ca_file?: string
  readonly cert_file?: string
  readonly key_file?: string
}

export interface InteropFile {
  readonly plain: Server
  readonly tls: Server
  readonly mtls: Server
  readonly wrong_key: string
  readonly upstream: string
}

/** The ways in which the client speaks to a server. */
export type Wire = 'grpc' | 'connect'

/** What a client is opened with, where it is not all that the server asks for. */
export interface Choices {
  /** Undefined: none. */
  readonly key?: string | undefined
  readonly trusts?: boolean
  readonly showsCertificate?: boolean
}

/** What the cases run in. */
export class Setting {
  readonly file: InteropFile
  readonly #wire: Wire
  readonly #opened: SwitchyardClient[] = []

  constructor(wire: Wire) {
    this.#wire = wire
    this.file = JSON.parse(readFileSync(process.env.SWITCHYARD_INTEROP ?? '', 'utf8'))
  }

  /** A client that trusts, shows and sends what the server asks for, unless chosen otherwise. */
  readonly open = (server: Server, choices: Choices = {}): SwitchyardClient => {
    const options = { apiKey: 'key' in choices ? choices.key : server.key }
    const tls = server.ca_file === undefined ? undefined : tlsOf(server, choices)
    const client = this.#wire === 'grpc' ? openGrpc(server, options, tls) : openConnect(server, options, tls)
    this.#opened.push(client)
    return client
  }

  /** What became of the requests of a trace, as the provider saw it. */
  readonly seen = async (trace: string): Promise<unknown> => (await fetch(`${this.file.upstream}/seen/${trace}`)).json()

  close(): void {
    for (const client of this.#opened) client.close()
  }
}

type Keyed = { readonly apiKey: string | undefined }

function openGrpc({ grpc: address }: Server, options: Keyed, tls: ClientTls | undefined): SwitchyardClient {
  return createGrpcClient({ address, tls, ...options })
}

/** A page's `fetch` knows the machine's authorities only; here Node's own requests take those of the test. */
function openConnect({ web: baseUrl }: Server, options: Keyed, tls: ClientTls | undefined): SwitchyardClient {
  if (!tls) return createWebClient({ baseUrl, ...options })
  const nodeOptions = Object.fromEntries(Object.entries(tls).map(([name, pem]) => [name, Buffer.from(pem)]))
  return new SwitchyardClient(createConnectTransport({ baseUrl, httpVersion: '1.1', nodeOptions }), options)
}

function tlsOf({ ca_file, cert_file, key_file }: Server, choices: Choices): ClientTls {
  const { trusts = true, showsCertificate = true } = choices
  return {
    ...(trusts && ca_file && { ca: readFileSync(ca_file) }),
    ...(showsCertificate && cert_file && { cert: readFileSync(cert_file) }),
    ...(showsCertificate && key_file && { key: readFileSync(key_file) }),
  }
}
