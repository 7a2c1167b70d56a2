import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { adapters } from '../../src/providers/registry.ts'
import { vendors } from '../support/vendors/table.ts'

it('every interface of every adapter is held to the contract', () => {
  const spoken = adapters.filter(({ address }) => address.kind !== 'none')
  const declared = spoken.flatMap(({ name, features }) => Object.keys(features).map((key) => `${name}: ${key}`))
  const played = vendors.map(({ definition, interfaceName }) => `${definition.name}: ${interfaceName}`)
  expect(new Set(played)).toEqual(new Set(declared))
})

it('every played vendor has a name of its own', () => {
  const names = vendors.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

it('there are golden files of every played vendor, and of no other', () => {
  const folders = readdirSync(new URL('goldens/', import.meta.url))
  expect(new Set(folders)).toEqual(new Set(vendors.map(({ name }) => name)))
})
