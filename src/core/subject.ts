import type { QuotaSubject } from '#gen/switchyard/v1/quota_pb.js'
import { accountOf, type Call, type Target } from './call.ts'

/** Whose calls something is about; an empty field matches everything. */
export interface Subject {
  readonly tenant: string
  readonly user: string
  readonly project: string
  /** The id of a virtual key. */
  readonly key: string
  /** As its provider names it. */
  readonly model: string
  /** The configured name of a provider, without that of an endpoint. */
  readonly provider: string
}

export type Dimension = keyof Subject

export const dimensions: readonly Dimension[] = ['tenant', 'user', 'project', 'key', 'model', 'provider']

/** As the contract tells it; unset: all calls. */
export function subjectOf(subject: QuotaSubject | undefined): Subject {
  const { tenant = '', user = '', project = '', key = '', model = '', provider = '' } = subject ?? {}
  return { tenant, user, project, key, model, provider }
}

/** Whether it is about attempts at some targets, rather than about whole calls. */
export function isOfTargets({ model, provider }: Subject): boolean {
  return model !== '' || provider !== ''
}

/** For people, for example `tenant acme, model gpt-5-mini`. */
export function describeSubject(subject: Subject): string {
  const named = dimensions.flatMap((dimension) =>
    subject[dimension] === '' ? [] : `${dimension} ${subject[dimension]}`,
  )
  return named.length === 0 ? 'all calls' : named.join(', ')
}

/** What a subject can match of a call, and of the target of an attempt. */
export function dimensionOf(dimension: Dimension, { principal }: Call, target: Target | undefined): string {
  switch (dimension) {
    case 'model':
      return target?.model ?? ''
    case 'provider':
      return target === undefined ? '' : accountOf(target.provider)
    default:
      return principal[dimension]
  }
}
