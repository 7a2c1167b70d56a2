import { type Command, InvalidArgumentError } from 'commander'
import { isLoopback, parseAddress } from '../config/address.ts'
import { ServerClient } from './client.ts'
import { UsageError } from './errors.ts'
import { note, type Terminal } from './terminal.ts'

/** Options that every command takes. */
export interface GlobalOptions {
  readonly output: 'text' | 'json'
  readonly server: string
  readonly tls?: boolean
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

/** Where the service listens by default. */
export const DEFAULT_SERVER = '127.0.0.1:50051'

export function addGlobalOptions(program: Command, terminal: Terminal): void {
  const server = terminal.environment.SWITCHYARD_SERVER || DEFAULT_SERVER
  program
    .option('-o, --output <format>', 'text or json', oneOf('text', 'json'), 'text')
    .option('--server <address>', 'the gRPC address to call, also from SWITCHYARD_SERVER', server)
    .option('--tls', 'encrypt the connection')
    .option('--ca <file>', "the authority of the server's certificate, PEM")
    .option('--cert <file>', "the caller's own certificate, PEM")
    .option('--key <file>', "the key of the caller's own certificate, PEM")
}

/** A client for the server that the options name, with the key from SWITCHYARD_API_KEY. */
export function connect(options: GlobalOptions, terminal: Terminal): ServerClient {
  const address = parseAddress(options.server)
  if (!address) throw new UsageError('--server must be a host and a port, for example 127.0.0.1:50051')
  const apiKey = terminal.environment.SWITCHYARD_API_KEY?.trim()
  const encrypted = options.tls || options.ca !== undefined
  if (apiKey && !encrypted && !isLoopback(address.host)) {
    note(terminal, 'Warning: the key travels in clear to another machine; use --tls.')
  }
  return new ServerClient({ ...options, apiKey })
}

/** A parser for an option with a few values. */
export function oneOf(...allowed: string[]): (value: string) => string {
  return (value) => {
    if (!allowed.includes(value)) throw new InvalidArgumentError(`It must be one of ${allowed.join(', ')}.`)
    return value
  }
}

/** A parser for a whole number. */
export function countBetween(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = numberBetween(least, most)(value)
    if (!Number.isInteger(number)) throw new InvalidArgumentError('It must be a whole number.')
    return number
  }
}

/** A parser for a number. */
export function numberBetween(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value)
    if (value.trim() === '' || !(number >= least && number <= most)) {
      throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`)
    }
    return number
  }
}
