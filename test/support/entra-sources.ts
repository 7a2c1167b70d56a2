import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { type Clock, systemClock } from '../../src/core/clock.ts'
import { GatewayError } from '../../src/core/errors.ts'
import type { TokenSource } from '../../src/providers/azure/token-source.ts'
import { type SharedTokenSource, shareTokenSource } from '../../src/providers/azure/token-sources.ts'
import type { EntraCredential } from '../../src/providers/options.ts'
import { clientSecret, type Entra, startEntra } from './entra.ts'

/** A played Entra ID for each test, and sources of its tokens. */
export interface EntraSources {
  readonly entra: Entra
  /** What was shared, to be released with the test. */
  readonly shared: SharedTokenSource[]
  share(credential?: EntraCredential, clock?: Clock): TokenSource
  /** The error that asking for a token ends with. */
  failure(credential?: EntraCredential): Promise<GatewayError>
}

/** Registers the hooks; its members are there while a test runs. */
export function useEntra(): EntraSources {
  const shared: SharedTokenSource[] = []
  let entra: Entra
  beforeEach(async () => {
    entra = await startEntra()
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    for (const { release } of shared.splice(0)) release()
    await entra.close()
  })
  return {
    get entra() {
      return entra
    },
    shared,
    share(credential = clientSecret(), clock = systemClock) {
      const tokens = shareTokenSource(credential, entra.cloud, clock, entra.requests)
      shared.push(tokens)
      return tokens.source
    },
    async failure(credential) {
      const asked = this.share(credential).token(new AbortController().signal)
      const thrown: unknown = await asked.catch((error: unknown) => error)
      expect(thrown).toBeInstanceOf(GatewayError)
      return thrown as GatewayError
    },
  }
}

/** Everything that an error could show. */
export function printed(error: GatewayError): string {
  return inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error) + error.stack
}
