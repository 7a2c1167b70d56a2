import { beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { openCredential } from '../../src/resources/provider-credential.ts'
import { readable } from '../../src/resources/provider-resource.ts'
import type { ResourceRepository } from '../../src/resources/repository.ts'
import { rewrapCredentials } from '../../src/resources/rewrap-credentials.ts'
import { Vault } from '../../src/secrets/vault.ts'
import { clock } from './live.ts'
import { storedProvider } from './stored-providers.ts'

const [oldKey, newKey] = ['old', 'new'].map((name) => new Secret(`${name}-secret-of-the-service-000000000`)) as [
  Secret,
  Secret,
]
const before = new Vault(oldKey)
const during = new Vault(newKey, [oldKey])
const after = new Vault(newKey)

let repository: MemoryResources

beforeEach(async () => {
  repository = new MemoryResources(clock)
  for (const name of ['a', 'b', 'c']) {
    const { kind, json } = storedProvider({ name, baseUrl: 'https://api.test' }, before, `key of ${name}`)
    await repository.change({ kind, name, json, expectedEtag: undefined })
  }
  const { kind, name, json } = storedProvider({ name: 'keyless', baseUrl: 'https://api.test' })
  await repository.change({ kind, name, json, expectedEtag: undefined })
})

async function keys(vault: Vault): Promise<(string | undefined)[]> {
  return (await repository.list(['provider'])).map((resource) => {
    try {
      return openCredential(readable(resource), vault)?.reveal()
    } catch {
      return 'closed'
    }
  })
}

/** Fails like a process that dies: from the second change on nothing is stored. */
function dying(): ResourceRepository {
  let changes = 0
  return {
    list: () => repository.list(['provider']),
    change: async (change) => {
      changes += 1
      if (changes === 2) throw new Error('killed')
      return repository.change(change)
    },
  }
}

const all = ['key of a', 'key of b', 'key of c', undefined]

describe('keys that are wrapped anew', () => {
  it('open with the new secret key alone, and only once', async () => {
    expect(await keys(after)).toEqual(['closed', 'closed', 'closed', undefined])
    expect(await rewrapCredentials(repository, during)).toBe(3)
    expect(await keys(after)).toEqual(all)
    expect(await rewrapCredentials(repository, during)).toBe(0)
  })

  it('all open while it goes on, wherever it is cut, and it goes on from there', async () => {
    await expect(rewrapCredentials(dying(), during)).rejects.toThrow('killed')
    expect(await keys(during)).toEqual(all)
    expect(await keys(after)).toEqual(['key of a', 'closed', 'closed', undefined])
    expect(await rewrapCredentials(repository, during)).toBe(2)
    expect(await keys(after)).toEqual(all)
  })

  it('are left alone where they do not open, or somebody changes them at the same time', async () => {
    expect(await rewrapCredentials(repository, after)).toBe(0)
    const [first] = await repository.list(['provider'])
    const racing: ResourceRepository = {
      list: async () => {
        const listed = await repository.list(['provider'])
        await repository.change({ ...(first as (typeof listed)[0]), expectedEtag: first?.etag })
        return listed
      },
      change: (change) => repository.change(change),
    }
    expect(await rewrapCredentials(racing, during)).toBe(2)
  })
})
