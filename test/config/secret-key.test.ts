import { describe, expect, it } from 'vitest'
import { toSecretKey } from '../../src/config/access-settings.ts'
import { FaultList } from '../../src/config/faults.ts'

const SECRET = 's'.repeat(32)

function read(value: string | undefined, storeUrl: string) {
  const faults = new FaultList()
  const secret = toSecretKey({ SWITCHYARD_SECRET_KEY: value }, storeUrl, faults)
  return { secret: secret?.reveal(), faults: faults.faults.map(({ path, message }) => `${path}: ${message}`) }
}

describe('the service’s own secret', () => {
  it.each(['', 'sqlite:data/switchyard.db', 'sqlite::memory:'])('is not asked for with the store %j', (url) => {
    expect(read(undefined, url)).toEqual({ secret: undefined, faults: [] })
  })

  it.each(['postgres://db/switchyard', 'postgresql://db/switchyard'])('must be set with the store %s', (url) => {
    const { faults } = read(undefined, url)
    expect(faults).toEqual([expect.stringMatching(/^SWITCHYARD_SECRET_KEY: must be set .*openssl rand -hex 32/)])
    expect(read('   ', url).faults).toEqual(faults)
    expect(read(SECRET, url)).toEqual({ secret: SECRET, faults: [] })
  })

  it('must not be short, and is never repeated', () => {
    const { faults } = read('hunter2', 'sqlite::memory:')
    expect(faults).toEqual([expect.stringContaining('at least 32 characters')])
    expect(faults.join()).not.toContain('hunter2')
  })
})
