/** A server as runners are told of it. */
export interface InteropServer {
  /** Host and port for gRPC. */
  readonly grpc: string
  /** Address for Connect and gRPC-Web. */
  readonly web: string
  /** A virtual key; absent: the certificate says who calls. */
  readonly key?: string
  /** PEM of the authority that vouches for the server; absent: cleartext. */
  readonly ca_file?: string
  /** PEM of the certificate and key that a client must show; absent: none. */
  readonly cert_file?: string
  readonly key_file?: string
}

/** What `interop.json` holds: all that a runner needs to know. */
export interface InteropFile {
  readonly plain: InteropServer
  readonly tls: InteropServer
  readonly mtls: InteropServer
  /** A key of the right form that `plain` does not know. */
  readonly wrong_key: string
  /** Where the upstream tells what became of its requests: `GET {upstream}/seen/{trace id}`. */
  readonly upstream: string
}
