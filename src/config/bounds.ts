import { pathToString } from '@bufbuild/protobuf/reflect'
import { createValidator, type Violation } from '@bufbuild/protovalidate'
import { type Config, ConfigSchema } from '#gen/switchyard/config/v1/config_pb.js'
import { matchesPattern } from '../core/contract-pattern.ts'
import type { FaultList } from './faults.ts'

/** What a pattern asks for, in words, by the last field of the path and whether a map's key is meant. */
const PATTERNS: Readonly<Record<string, string>> = {
  allowed_origins: 'must be an origin such as `https://app.example.com`, without a path',
  api_key_env: 'must be the name of an environment variable; the key itself does not belong in the file',
  grpc: 'must be an address with a port, for example `127.0.0.1:50051`',
  web: 'must be an address with a port, for example `127.0.0.1:8080`',
  url: 'must be `sqlite:` and a path, for example `sqlite:data/switchyard.db`',
  name: 'must begin with a letter or digit and hold only those and `.`, `_`, `:`, `/`, `@`, `+`, `-`',
  input: 'must be a price in US dollars such as `0.25`',
  output: 'must be a price in US dollars such as `0.25`',
  cache_read_input: 'must be a price in US dollars such as `0.25`',
  cache_write_input: 'must be a price in US dollars such as `0.25`',
  headers: 'must have a name of letters, digits and `-`, and a value of printable characters',
  labels: 'must have a name of lower-case letters, digits, `_`, `.` and `-` that begins with a letter',
  task_type: 'must hold only lower-case letters, digits, `_` and `-`',
}

const PROVIDER_NAME = 'must hold only lower-case letters, digits, `_` and `-`, and begin with a letter or digit'

const validator = createValidator({ regexMatch: matchesPattern })

/** Checks the bounds that stand in the schema. */
export function checkBounds(config: Config, faults: FaultList): void {
  const result = validator.validate(ConfigSchema, config)
  if (result.kind === 'error') throw result.error
  for (const violation of result.violations ?? []) {
    const path = pathToString(violation.field)
    if (!faults.has(path)) faults.add(path, sentenceFor(violation, path))
  }
}

function sentenceFor({ ruleId, message }: Violation, path: string): string {
  const field = /([a-z_]+)(\[[^\]]*\])?$/.exec(path)?.[1] ?? ''
  if (ruleId === 'string.in') return message.replace('in list [, ', 'one of [')
  if (ruleId !== 'string.pattern') return message
  if (/^providers\[\d+\]\.name$/.test(path)) return PROVIDER_NAME
  return PATTERNS[field] ?? message
}
