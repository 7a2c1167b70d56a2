import { create, type DescField, fromJsonString, toJsonString } from '@bufbuild/protobuf'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import { type Config, ConfigSchema } from '#gen/switchyard/config/v1/config_pb.js'
import { type Policy, PolicySchema } from '#gen/switchyard/v1/policy_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { fileEtag } from './content-etag.ts'
import { convert } from './convert.ts'
import { copyPath, settableFields } from './field-paths.ts'
import type { ResourceKind } from './kind.ts'
import type { StoredResource } from './repository.ts'

/** There is one policy, by this name. */
export const POLICY = { kind: 'policy', name: 'default' } as const

/** The fields that the stored policy sets win; all others are as the file and the environment say. */
export const policyKind: ResourceKind = {
  kind: POLICY.kind,
  field: 'policy',
  root: () => 'policy',
  title: () => 'policy',
  lay({ json }, root, { config, faults }) {
    const policy = readPolicy(json)
    const said = configOf(policy)
    for (const path of policy.setPaths) {
      copyPath(ConfigSchema, path, said, config)
      faults.standsFor(path, `${root}.${path}`)
    }
    return policy.setPaths
  },
}

/** What is stored of a policy: the fields that are set, and which they are. */
export function writePolicy(policy: Policy): string {
  const stored = create(PolicySchema, { setPaths: policy.setPaths })
  for (const path of policy.setPaths) copyPath(PolicySchema, path, policy, stored)
  return toJsonString(PolicySchema, stored)
}

/** Throws when it cannot be read. */
export function readPolicy(json: string): Policy {
  return fromJsonString(PolicySchema, json)
}

/** What the configuration says of the policy. */
export function policyOf(config: Config): Policy {
  const policy = create(PolicySchema)
  for (const field of settableFields(PolicySchema)) {
    const said = ConfigSchema.fields.find(({ name }) => name === field.name)
    if (said) setConverted(said, config, field, policy)
  }
  return policy
}

/** The policy that is in force, as callers see it. `fromFile` is what it would be with nothing stored. */
export function showPolicy(
  inForce: Config,
  fromFile: Config,
  stored: StoredResource | undefined,
  notAppliedBecause: string,
): Policy {
  const policy = policyOf(inForce)
  if (!stored) return Object.assign(policy, { origin: Origin.FILE, etag: fileEtag(PolicySchema, policyOf(fromFile)) })
  return Object.assign(policy, {
    setPaths: setPathsOf(stored),
    origin: Origin.API,
    etag: stored.etag,
    createTime: timestampFromMs(stored.createTime),
    updateTime: timestampFromMs(stored.updateTime),
    notAppliedBecause,
  })
}

function setPathsOf({ json }: StoredResource): string[] {
  try {
    return readPolicy(json).setPaths
  } catch {
    return []
  }
}

function configOf(policy: Policy): Config {
  const config = create(ConfigSchema)
  for (const field of settableFields(PolicySchema)) {
    const said = ConfigSchema.fields.find(({ name }) => name === field.name)
    if (said) setConverted(field, policy, said, config)
  }
  return config
}

/** Both have the same fields by name; their messages differ in their types alone. */
function setConverted(from: DescField, source: object, to: DescField, place: object): void {
  const value = (source as Record<string, unknown>)[from.localName]
  if (value === undefined) return
  const converted = from.message && to.message ? convert(from.message, value as never, to.message) : value
  Object.assign(place, { [to.localName]: converted })
}
