import { create, fromJsonString, type MessageInitShape, type MessageShape, toJsonString } from '@bufbuild/protobuf'
import type { GenMessage } from '@bufbuild/protobuf/codegenv2'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { fileEtag } from './content-etag.ts'
import { copyPath, settableFields } from './field-paths.ts'
import type { Quota, QuotaKind } from './quota-kinds.ts'
import type { StoredResource } from './repository.ts'

/** A copy with its name, what callers may set, and whose it is: what is stored. */
export function settableOf<Q extends Quota>(desc: GenMessage<Q>, quota: Q, ofPlatform: boolean): Q {
  const { name } = quota
  const copy = create(desc, { name, ofPlatform } as MessageInitShape<GenMessage<Q>>) as Q
  for (const field of settableFields(desc)) copyPath(desc, field.name, quota as never, copy as never)
  return copy
}

export function writeQuota<Q extends Quota>({ desc }: QuotaKind<Q>, quota: Q): string {
  return toJsonString(desc, settableOf(desc, quota, quota.ofPlatform) as MessageShape<GenMessage<Q>>)
}

/** As callers see it. Throws when it cannot be read: what is to hold money is not passed over in silence. */
export function quotaOfStore<Q extends Quota>(kind: QuotaKind<Q>, stored: StoredResource): Q {
  const { etag, createTime, updateTime } = stored
  const times = { createTime: timestampFromMs(createTime), updateTime: timestampFromMs(updateTime) }
  return Object.assign(readQuota(kind, stored), { etag, origin: Origin.API, ...times })
}

function readQuota<Q extends Quota>({ desc, kind }: QuotaKind<Q>, { json, name }: StoredResource): Q {
  try {
    return fromJsonString(desc, json) as Q
  } catch (cause) {
    const message = `${kind}/${name} was stored by another version of Switchyard, and this one cannot read it.`
    throw new Error(message, { cause })
  }
}

/** One of the file, as callers see it. */
export function quotaOfFile<Q extends Quota>({ desc }: QuotaKind<Q>, quota: Q): Q {
  const shown = { ...quota }
  shown.etag = fileEtag(desc, quota as MessageShape<GenMessage<Q>>)
  return shown
}
