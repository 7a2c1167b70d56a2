import type { Principal } from '../core/principal.ts'

/** Whose attempts may be seen; undefined: everybody's. */
export interface UsageScope {
  readonly tenant?: string | undefined
  readonly principal?: string | undefined
}

/** Whose usage a principal may see. */
export function scopeOf({ reach, tenant, id }: Principal): UsageScope {
  switch (reach) {
    case 'platform':
      return {}
    case 'tenant':
      return { tenant }
    case 'own':
      return { tenant, principal: id }
  }
}
