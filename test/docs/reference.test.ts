import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { errorReferencePage } from '../../scripts/error-reference/page.ts'
import { codeName, documentedReasons } from '../../scripts/error-reference/reasons.ts'
import { featurePage } from '../../scripts/feature-table/page.ts'
import { readPage } from './markdown.ts'

const reasons = documentedReasons()

describe('the reference of errors', () => {
  it('is up to date', () => {
    expect(readPage('docs/reference/errors.md').text, 'Run: node scripts/error-reference.ts').toBe(errorReferencePage())
  })

  it('knows every reason of the contract', () => {
    const names = Object.keys(ErrorReason).filter((name) => Number.isNaN(Number(name)) && name !== 'UNSPECIFIED')
    expect(reasons.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
  })
})

describe('the table of features', () => {
  it('is up to date', () => {
    expect(readPage('docs/providers/features.md').text, 'Run: node scripts/feature-table.ts').toBe(featurePage())
  })
})

describe('the comment of a reason', () => {
  it.each(reasons.map((reason) => [reason.name, reason] as const))('%s says what the server does', (name, reason) => {
    const { code, retry, example, policy } = reason
    expect(code).toBe(codeName(policy.code))
    expect(retry).toMatch(policy.callerMayRetry ? /^a retry can help/ : /^no retry$/)
    expect(example).toContain(`reason: "${name}"`)
  })
})
