import { pathToString } from '@bufbuild/protobuf/reflect'
import { createValidator, type Violation } from '@bufbuild/protovalidate'
import { type Config, ConfigSchema } from '#gen/switchyard/config/v1/config_pb.js'
import { matchesPattern } from '../core/contract-pattern.ts'
import type { FaultList } from './faults.ts'

/** What a pattern asks for, in words, by the last field of the path, or by the last two of them. */
const PATTERNS: Readonly<Record<string, string>> = {
  allowed_origins: 'must be an origin such as `https://app.example.com`, without a path',
  api_key_env: 'must be the name of an environment variable; the key itself does not belong in the file',
  grpc: 'must be an address with a port, for example `127.0.0.1:50051`',
  web: 'must be an address with a port, for example `127.0.0.1:8080`',
  url: 'must be `sqlite:` and a path, for example `sqlite:data/switchyard.db`, or `postgres://HOST/DATABASE`',
  name: 'must begin with a letter or digit and hold only those and `.`, `_`, `:`, `/`, `@`, `+`, `-`',
  input: 'must be a price in US dollars such as `0.25`',
  output: 'must be a price in US dollars such as `0.25`',
  cache_read_input: 'must be a price in US dollars such as `0.25`',
  cache_write_input: 'must be a price in US dollars such as `0.25`',
  headers: 'must have a name of letters, digits and `-`, and a value of printable characters',
  labels: 'must have a name of lower-case letters, digits, `_`, `.` and `-` that begins with a letter',
  sticky_key:
    'must be `session_id` or the name of a label: lower-case letters, digits, `_`, `.` and `-`, a letter first',
  task_type: 'must hold only lower-case letters, digits, `_` and `-`',
  client_secret_env: 'must be the name of an environment variable; the secret itself does not belong in the file',
  'anthropic.api_version': 'must be a date such as `2026-10-21`',
  'gemini.api_version': 'must be a version such as `v1beta` or `v1`',
  'azure.api_version': 'must be a date such as `2024-10-21`; leave it out for the interface without versions',
  deployments:
    'must have the name of a model, and the name of its deployment: letters, digits, `.`, `_` and `-`, a letter or digit first',
  tenant_id: 'must be the id or the domain of a directory',
  client_id: 'must be the id of an application or identity',
  scope: 'must begin with `https://`, as `https://ai.azure.com/.default` does',
  authority_host: 'must begin with `https://`, as `https://login.microsoftonline.us` does',
  amount: 'must be an amount in US dollars such as `99.50`',
  project: 'must be the id of a project: lower-case letters, digits and `-`, a letter first',
  location: 'must be a location such as `europe-west4` or `global`',
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
  const [, pair = '', field = ''] = /((?:[a-z_]+[.])?([a-z_]+))(?:\[[^\]]*\])?$/.exec(path) ?? []
  if (ruleId === 'string.in') return message.replace(/in list \[(, )?/, 'one of [')
  if (ruleId !== 'string.pattern') return message
  if (/^providers\[\d+\]\.name$/.test(path)) return PROVIDER_NAME
  return PATTERNS[pair] ?? PATTERNS[field] ?? message
}
