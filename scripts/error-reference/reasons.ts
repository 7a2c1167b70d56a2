import { readFileSync } from 'node:fs'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type ErrorPolicy, GatewayError } from '../../src/core/errors.ts'
import { StatusCode } from '../../src/core/status.ts'

const SOURCE = 'proto/switchyard/v1/error_reason.proto'

/** A reason as the contract's comment describes it, with what the service does about it. */
export interface DocumentedReason {
  /** Without the enum's prefix. */
  readonly name: string
  /** The gRPC code that the comment names. */
  readonly code: string
  /** What the comment says of a retry: `no retry`, or `a retry can help` and how. */
  readonly retry: string
  readonly description: string
  /** The ErrorInfo of an example, as the comment has it. */
  readonly example: string
  readonly policy: ErrorPolicy
}

/** Every reason of the contract, in its order. Throws when one has no comment of the usual form. */
export function documentedReasons(): DocumentedReason[] {
  const comments = readComments(readFileSync(SOURCE, 'utf8'))
  return [...comments].flatMap(([name, lines]) => (name === 'UNSPECIFIED' ? [] : [documented(name, lines)]))
}

/** The name of a gRPC code, for example `NOT_FOUND`. */
export function codeName(code: StatusCode): string {
  return Object.entries(StatusCode).find(([, number]) => number === code)?.[0] ?? String(code)
}

function readComments(source: string): Map<string, string[]> {
  const comments = new Map<string, string[]>()
  let lines: string[] = []
  for (const line of source.split('\n')) {
    const text = /^\s*\/\/ ?(.*)$/.exec(line)?.[1]
    const name = /^\s+ERROR_REASON_(\w+) = \d+;/.exec(line)?.[1]
    if (name) comments.set(name, lines)
    lines = text === undefined ? [] : [...lines, text]
  }
  return comments
}

/** `CODE, what of a retry. Sentences.` and last `Example: …`. */
const FORM = /^([A-Z_]+), (no retry|a retry can help[^.]*)\. (.+) Example: (\{.+\})$/

function documented(name: string, lines: readonly string[]): DocumentedReason {
  const [, code = '', retry = '', description = '', example = ''] = FORM.exec(lines.join(' ')) ?? []
  if (example === '') throw new Error(`The comment of ERROR_REASON_${name} does not have the usual form.`)
  return { name, code, retry, description, example, policy: policyOf(name) }
}

function policyOf(name: string): ErrorPolicy {
  return new GatewayError(ErrorReason[name as keyof typeof ErrorReason] as GatewayError['reason'], '').policy
}
