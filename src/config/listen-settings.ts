import type { Config, Tls } from '#gen/switchyard/config/v1/config_pb.js'
import { type AuthenticationSettings, isOpen } from './access-settings.ts'
import { formatAddress, isLoopback, toAddress } from './address.ts'
import type { FaultList } from './faults.ts'
import type { ListenSettings, TlsSettings } from './settings.ts'

const GRPC = { host: '127.0.0.1', port: 50051 }
const WEB = { host: '127.0.0.1', port: 8080 }

/** Reads a file as text; throws when it cannot. */
export type ReadFile = (path: string) => string

export function toTls(tls: Tls | undefined, readFile: ReadFile, faults: FaultList): TlsSettings | undefined {
  if (!tls) return undefined
  checkPem('listen.tls.cert_file', tls.certFile, readFile, faults)
  checkPem('listen.tls.key_file', tls.keyFile, readFile, faults)
  checkPem('listen.tls.client_ca_file', tls.clientCaFile, readFile, faults)
  return { certFile: tls.certFile, keyFile: tls.keyFile, clientCaFile: tls.clientCaFile || undefined }
}

export function toListen(
  config: Config,
  tls: TlsSettings | undefined,
  authentication: AuthenticationSettings,
  faults: FaultList,
): ListenSettings {
  const { grpc = '', web = '', allowedOrigins = [], reflection } = config.listen ?? {}
  const open = isOpen(authentication)
  const listen: ListenSettings = {
    grpc: toAddress('listen.grpc', grpc, GRPC, faults),
    web: toAddress('listen.web', web, WEB, faults),
    tls,
    allowedOrigins,
    reflection: reflection ?? open,
  }
  checkPorts(listen, faults)
  if (open) checkExposure(listen, faults)
  return listen
}

/** Callers' keys and prompts on a network that others may read. */
export function warnOfCleartext({ grpc, web, tls }: ListenSettings): string[] {
  if (tls || [grpc, web].every((address) => isLoopback(address.host))) return []
  return ['Keys and prompts of callers travel in clear: set listen.tls, or let only a proxy with TLS reach the ports.']
}

function checkPorts({ grpc, web }: ListenSettings, faults: FaultList): void {
  if (grpc.port === 0 || formatAddress(grpc) !== formatAddress(web)) return
  faults.add('listen.web', 'must not be the same address as `listen.grpc`')
}

function checkExposure(listen: ListenSettings, faults: FaultList): void {
  for (const port of ['grpc', 'web'] as const) {
    if (isLoopback(listen[port].host)) continue
    faults.add(
      `listen.${port}`,
      'others can reach this address, so callers must be known: put a key of at least 32 characters into ' +
        'SWITCHYARD_API_KEY (or name its variable in `authentication.api_key_env`), or set ' +
        '`authentication.virtual_keys`, `authentication.token_issuers` or `listen.tls.client_ca_file`',
    )
  }
}

function checkPem(field: string, path: string, readFile: ReadFile, faults: FaultList): void {
  if (path === '' || faults.has(field)) return
  try {
    if (!readFile(path).includes('-----BEGIN ')) faults.add(field, 'the file is not PEM')
  } catch (error) {
    faults.add(field, `the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`)
  }
}
