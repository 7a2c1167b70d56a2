import { codeToHttpStatus } from '@connectrpc/connect/protocol-connect'
import { codeName, type DocumentedReason, documentedReasons } from './reasons.ts'

const HEAD = `# Errors

<!-- Written by scripts/error-reference.ts from proto/switchyard/v1/error_reason.proto and src/core/errors.ts. -->

Every error is a gRPC status with details:

| Detail | When |
|---|---|
| \`google.rpc.ErrorInfo\` | always, exactly one: \`domain\` is \`switchyard\`, \`reason\` is a name below, \`metadata\` holds facts |
| \`google.rpc.RetryInfo\` | exactly when a retry of the whole call can help; \`retry_delay\` is how long to wait |
| \`google.rpc.BadRequest\` | when fields of the request are out of their bounds; it names each one |
| \`google.rpc.RequestInfo\` | when the error ended a call that had begun: \`request_id\` is the call's id, in the ledger and the log too |
| \`switchyard.v1.AttemptsInfo\` | when something was tried for the call: each attempt with its target, reason, latency, usage and cost. At most the last 16, and at most 2 KiB; \`omitted_attempts\` counts those left out |

A call that the deadline of its transport or its caller cut off is told at once, before it is known what was tried: its error has neither
of the last two. With \`options.timeout\` it has both.

A gRPC caller finds the details in the trailer \`grpc-status-details-bin\`, a Connect caller in \`details\` of the error's JSON.
Errors hold no prompt, no answer and no key. Decide by \`reason\`, not by the message: messages may change.

Columns of the table: **HTTP** is the status of a unary Connect call. **Retried** says whether Switchyard repeats the
attempt at the same target by itself, before it fails the call. **Next target** says whether the next target of the
route is tried. **Circuit** says whether the failure counts against the target's circuit. **RetryInfo** says whether the
caller is told that a retry can help. Nothing is repeated or sent elsewhere once content was delivered.
`

/** The whole of `docs/reference/errors.md`. */
export function errorReferencePage(): string {
  const reasons = documentedReasons()
  const rows = reasons.map(tableRow)
  const header = [
    '| Reason | gRPC code | HTTP | Retried | Next target | Circuit | RetryInfo |',
    '|---|---|---|---|---|---|---|',
  ]
  return `${[HEAD, ...header, ...rows, '', ...reasons.map(section)].join('\n')}`
}

function tableRow({ name, policy }: DocumentedReason): string {
  const { code, retry, fallback, circuit, callerMayRetry } = policy
  const retried = { never: '', once: 'once', always: 'yes' }[retry]
  const cells = [
    `[\`${name}\`](#${name.toLowerCase()})`,
    `\`${codeName(code)}\``,
    String(codeToHttpStatus(code as Parameters<typeof codeToHttpStatus>[0])),
    retried,
    yes(fallback),
    yes(circuit),
    yes(callerMayRetry),
  ]
  return `| ${cells.join(' | ')} |`
}

function yes(value: boolean): string {
  return value ? 'yes' : ''
}

function section({ name, retry, description, example, policy }: DocumentedReason): string {
  return [
    `## ${name}`,
    '',
    `\`${codeName(policy.code)}\`, ${retry}. ${description}`,
    '',
    '```',
    example,
    '```',
    '',
  ].join('\n')
}
