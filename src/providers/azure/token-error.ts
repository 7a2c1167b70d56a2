import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'
import type { EntraCredential } from '../options.ts'

type Kind = EntraCredential['kind']

/** What an error of Microsoft's libraries may hold that is of use. Its sentences stay out: they may repeat anything. */
interface Told {
  /** Such as `invalid_client` or `ECONNREFUSED`. */
  readonly code: string | undefined
  /** Such as 7000215, which Entra ID writes as AADSTS7000215. */
  readonly number: string | undefined
  readonly status: number | undefined
}

/** Words as OAuth and Node write them: what looks like a secret is none. */
const CODE = /^([a-z]{1,20}(_[a-z]{1,20}){0,5}|[A-Z]{1,20}(_[A-Z0-9]{1,20}){0,5})$/

/** Codes that say that the authority could not be asked, or could not answer: another try may help. */
const UNAVAILABLE =
  /^(endpoints_resolution_error|openid_config_error|network_error|no_network_connectivity|server_error|temporarily_unavailable|request_timeout|E[A-Z_]+|REQUEST_SEND_ERROR|UND_ERR_\w+)$/

/** Codes that a file that cannot be read gives too. */
const FILE_CODES = /^(ENOENT|EACCES|EPERM|EISDIR|ENOTDIR)$/

const refusals: Record<Kind, string> = {
  client_secret: 'Entra ID refused the tenant, the client id or the client secret that Switchyard is configured with',
  workload_identity: 'No token came of the workload identity: its token file cannot be read, or Entra ID refused it',
  managed_identity: 'No token came of the managed identity of this machine: it has none, or not the configured one',
  cli: 'The Azure CLI gave no token: it must be installed, and `az login` done, where Switchyard runs',
  default: 'No credential of the environment gave a token',
}

const unreachable =
  'The authority that gives tokens for Azure could not be reached, does not know the tenant, or is down'

/** The error for a token that could not be had. */
export function tokenError(thrown: unknown, kind: Kind): GatewayError {
  const told = toldBy(thrown)
  const { code, number } = told
  const [reason, sentence] = isUnavailable(told)
    ? [ErrorReason.UPSTREAM_UNAVAILABLE as const, unreachable]
    : [ErrorReason.UPSTREAM_AUTH as const, refusals[kind]]
  const facts = [code, number].filter((fact) => fact !== undefined).join(', ')
  const metadata = {
    credential: kind,
    ...(code === undefined ? {} : { entra_code: code }),
    ...(number === undefined ? {} : { entra_error: number }),
  }
  return new GatewayError(reason, facts === '' ? `${sentence}.` : `${sentence} (${facts}).`, { metadata })
}

/** The error for an authority that takes a request and never answers it. */
export function tokenTimeout(kind: Kind, timeoutMs: number): GatewayError {
  const metadata = { credential: kind, timeout_ms: String(timeoutMs) }
  const message = `The authority that gives tokens for Azure did not answer within ${timeoutMs} ms.`
  return new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, message, { metadata })
}

function isUnavailable({ code, status }: Told): boolean {
  if (code !== undefined && FILE_CODES.test(code)) return false
  if (code !== undefined && UNAVAILABLE.test(code)) return true
  return status !== undefined && (status >= 500 || status === 429 || status === 408)
}

/** The innermost error tells the most; a chain of credentials holds one error for each of them. */
function toldBy(thrown: unknown): Told {
  const told = errorsIn(thrown, 0)
  return { code: first(told, codeIn), number: first(told, numberIn), status: first(told, statusIn) }
}

type Fields = Record<string, unknown>

function errorsIn(thrown: unknown, depth: number): Fields[] {
  if (typeof thrown !== 'object' || thrown === null || depth > 5) return []
  const fields = thrown as Fields
  const several = Array.isArray(fields.errors) ? fields.errors.slice(0, 10) : []
  return [...[fields.cause, ...several].flatMap((inner) => errorsIn(inner, depth + 1)), fields]
}

function first<Part>(errors: readonly Fields[], read: (error: Fields) => Part | undefined): Part | undefined {
  return errors.map(read).find((part) => part !== undefined)
}

/** Some errors tell their code only as the first word of their message. */
function codeIn({ errorCode, code, message }: Fields): string | undefined {
  const firstWord = typeof message === 'string' ? /^[a-z]+(_[a-z]+)+(?=:)/.exec(message)?.[0] : undefined
  const words = [errorCode, code, firstWord].filter((word) => typeof word === 'string')
  return words.find((word) => CODE.test(word))
}

function numberIn({ errorNo, message }: Fields): string | undefined {
  const inMessage = typeof message === 'string' ? /AADSTS(\d{3,9})/.exec(message)?.[1] : undefined
  const number = [errorNo, inMessage].map(String).find((candidate) => /^\d{3,9}$/.test(candidate))
  return number && `AADSTS${number}`
}

function statusIn({ status, statusCode }: Fields): number | undefined {
  return [status, statusCode].find((value) => typeof value === 'number')
}
