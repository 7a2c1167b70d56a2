import { clone, create } from '@bufbuild/protobuf'
import {
  type GetPolicyRequest,
  type GetPolicyResponse,
  type Policy,
  PolicySchema,
  type ResetPolicyRequest,
  type ResetPolicyResponse,
  type UpdatePolicyRequest,
  type UpdatePolicyResponse,
} from '#gen/switchyard/v1/policy_pb.js'
import type { ConfigDraft } from '../config/draft.ts'
import type { Clock } from '../core/clock.ts'
import { copyPath, joinPaths, pathsOfMask, withoutPath } from '../resources/field-paths.ts'
import { keyOf } from '../resources/kind.ts'
import type { LiveConfiguration } from '../resources/live-configuration.ts'
import { overlayOf } from '../resources/overlay.ts'
import { POLICY, readPolicy, showPolicy, writePolicy } from '../resources/policy-resource.ts'
import { checkEtag } from '../resources/refusal.ts'
import type { StoredResource } from '../resources/repository.ts'
import { causeOf } from './audit-cause.ts'
import type { UnaryHandler } from './handler.ts'

export interface PolicyOptions {
  readonly configuration: LiveConfiguration
  readonly clock: Clock
}

export function getPolicy({ configuration }: PolicyOptions): UnaryHandler<GetPolicyRequest, GetPolicyResponse> {
  return async () => ({
    $typeName: 'switchyard.v1.GetPolicyResponse',
    policy: shown(configuration.stored(POLICY), configuration, configuration.whyNotApplied(POLICY)),
  })
}

export function updatePolicy({
  configuration,
  clock,
}: PolicyOptions): UnaryHandler<UpdatePolicyRequest, UpdatePolicyResponse> {
  return async ({ policy = create(PolicySchema), updateMask, validateOnly }, context) => {
    const paths = pathsOfMask(PolicySchema, updateMask?.paths ?? [], policy, 'update_mask')
    const stored = await configuration.change({
      ...POLICY,
      ...causeOf('policy.update', context, clock),
      validateOnly,
      revise(before, draft) {
        checkEtag(POLICY, policy.etag, etagOf(before, draft))
        const next = kept(before)
        for (const path of paths) copyPath(PolicySchema, path, policy, next)
        next.setPaths = joinPaths([...next.setPaths, ...paths])
        return { json: jsonOf(next), paths }
      },
    })
    return { $typeName: 'switchyard.v1.UpdatePolicyResponse', policy: shown(stored, configuration) }
  }
}

export function resetPolicy({
  configuration,
  clock,
}: PolicyOptions): UnaryHandler<ResetPolicyRequest, ResetPolicyResponse> {
  return async ({ resetMask, etag, validateOnly }, context) => {
    const paths = pathsOfMask(PolicySchema, resetMask?.paths ?? [], create(PolicySchema), 'reset_mask')
    const stored = await configuration.change({
      ...POLICY,
      ...causeOf('policy.reset', context, clock),
      validateOnly,
      revise(before, draft) {
        checkEtag(POLICY, etag, etagOf(before, draft))
        const next = kept(before)
        for (const path of paths) next.setPaths = withoutPath(PolicySchema, next.setPaths, path)
        return { json: jsonOf(next), paths }
      },
    })
    return { $typeName: 'switchyard.v1.ResetPolicyResponse', policy: shown(stored, configuration) }
  }
}

/** What is stored so far; one that another version stored is begun anew. */
function kept(before: StoredResource | undefined): Policy {
  try {
    return before ? clone(PolicySchema, readPolicy(before.json)) : create(PolicySchema)
  } catch {
    return create(PolicySchema)
  }
}

/** Nothing is stored when no field is set. */
function jsonOf(policy: Policy): string | undefined {
  return policy.setPaths.length === 0 ? undefined : writePolicy(policy)
}

function etagOf(before: StoredResource | undefined, draft: ConfigDraft): string {
  return before?.etag ?? showPolicy(draft.config, draft.config, undefined, '').etag
}

/** The policy with these fields stored, and everything else as it is. */
function shown(stored: StoredResource | undefined, configuration: LiveConfiguration, notAppliedBecause = ''): Policy {
  const { draft } = configuration
  const others = configuration.inForce().filter((resource) => keyOf(resource) !== keyOf(POLICY))
  const applied = stored && notAppliedBecause === '' ? [...others, stored] : others
  return showPolicy(draft.overlaid(overlayOf(applied)), draft.config, stored, notAppliedBecause)
}
