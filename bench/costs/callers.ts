import { createAuthenticator } from '../../src/access/authenticate.ts'
import { KeyRing } from '../../src/access/key-ring.ts'
import { newVirtualKey, virtualKeyDigest } from '../../src/access/virtual-key.ts'
import { systemClock } from '../../src/core/clock.ts'
import { operator } from '../../src/core/principal.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Step } from './step.ts'

const KEYS = 10_000

/** What it takes to know who calls. */
export function callerSteps(): Step[] {
  const apiKey = 'a'.repeat(64)
  const pepper = new Secret('p'.repeat(64))
  const keys = Array.from({ length: KEYS }, newVirtualKey)
  const ring = new KeyRing([pepper], systemClock)
  const rest = { previous: undefined, expireTime: undefined, refusal: undefined }
  for (const { id, text } of keys) {
    ring.put({ id, digest: virtualKeyDigest(text.reveal(), pepper), principal: operator('api_key', id), ...rest })
  }
  const virtualKey = keys[KEYS / 2]?.text.reveal() ?? ''
  return [
    knowing('api-key', 'who calls: the operator’s key', apiKey, { apiKey }),
    knowing('virtual-key', `who calls: one of ${KEYS} virtual keys`, virtualKey, { keys: ring }),
  ]
}

function knowing(
  name: string,
  title: string,
  credential: string,
  accepted: { readonly apiKey?: string; readonly keys?: KeyRing },
): Step {
  const authenticate = createAuthenticator({ ...accepted, open: false })
  const header = (wanted: string) => (wanted === 'authorization' ? `Bearer ${credential}` : undefined)
  return {
    name,
    title,
    repeat(times) {
      for (let left = times; left > 0; left -= 1) authenticate(header, {})
    },
  }
}
