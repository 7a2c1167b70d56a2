import { readdirSync, readFileSync } from 'node:fs'

const FILES = [
  'proto/switchyard/config/v1/admission.proto',
  'proto/switchyard/config/v1/config.proto',
  'proto/switchyard/config/v1/access.proto',
  'proto/switchyard/config/v1/health.proto',
  'proto/switchyard/config/v1/network.proto',
  'proto/switchyard/config/v1/provider.proto',
  'proto/switchyard/config/v1/quotas.proto',
  'proto/switchyard/config/v1/routing.proto',
  'proto/switchyard/config/v1/resilience.proto',
  'proto/switchyard/config/v1/hedge.proto',
  'proto/switchyard/config/v1/vendor_options.proto',
  'proto/switchyard/config/v1/context_headers.proto',
  'proto/switchyard/config/v1/spool.proto',
  'proto/switchyard/config/v1/telemetry.proto',
  'proto/switchyard/v1/generation_options.proto',
  'proto/switchyard/v1/access.proto',
  'proto/switchyard/v1/model.proto',
  'proto/switchyard/v1/quota.proto',
]

const CONTRACT = 'proto/switchyard/v1'

/** The files of what callers speak. */
export function contractFiles(): string[] {
  return readdirSync(CONTRACT)
    .toSorted()
    .map((name) => `${CONTRACT}/${name}`)
}

/**
 * The comments of messages, fields and methods, by `Message`, `Message.field` and `Service.Method`, in the files that the
 * configuration is made of, or in others. Descriptors do not keep them.
 */
export function readComments(files: readonly string[] = FILES): Map<string, string> {
  const comments = new Map<string, string>()
  for (const file of files) collect(readFileSync(file, 'utf8'), comments)
  return comments
}

function collect(source: string, comments: Map<string, string>): void {
  let message = ''
  let comment: string[] = []
  for (const line of source.split('\n')) {
    const text = /^\s*\/\/ ?(.*)$/.exec(line)?.[1]
    if (text !== undefined) {
      comment.push(text)
      continue
    }
    const opened = /^(message|enum|service) (\w+)/.exec(line)?.[2]
    const field = /^\s+(?:optional |repeated )?[\w.]+(?:<[^>]*>)? (\w+) = \d+/.exec(line)?.[1]
    const method = /^\s+rpc (\w+)\(/.exec(line)?.[1]
    if (opened) message = opened
    const member = field ?? method
    const name = opened ?? (member && `${message}.${member}`)
    if (name && comment.length > 0) comments.set(name, comment.join(' '))
    comment = []
  }
}
