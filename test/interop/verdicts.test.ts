import { describe, expect, it } from 'vitest'
import { cases } from './cases.ts'
import { readVerdicts, verdictTable } from './verdicts.ts'

const passed = (name: string) => JSON.stringify({ case: name, result: 'passed' })

describe('what a runner says', () => {
  it('counts case by case, whatever else it prints', () => {
    const failed = JSON.stringify({ case: 'stream', result: 'failed', detail: 'no end' })
    const verdicts = readVerdicts(['Loading…', passed('unary'), '', failed, 'null', '{"case":"tls"}'].join('\n'), '')
    expect(verdicts.unary).toMatchObject({ result: 'passed' })
    expect(verdicts.stream).toMatchObject({ result: 'failed', detail: 'no end' })
    expect(verdicts.tls.result).toBe('failed')
  })

  it('of a case that it forgets is that it is missing, with what the runner wrote', () => {
    const verdicts = readVerdicts(passed('unary'), 'panic: nil pointer')
    expect(verdicts.embed).toMatchObject({ result: 'missing', detail: expect.stringContaining('panic: nil pointer') })
  })

  it('twice of a case is the worse of both', () => {
    const failed = JSON.stringify({ case: 'unary', result: 'failed', detail: 'second time' })
    expect(readVerdicts(`${passed('unary')}\n${failed}`, '').unary.result).toBe('failed')
    expect(readVerdicts(`${failed}\n${passed('unary')}`, '').unary.result).toBe('failed')
  })
})

it('the table has a row for each case and a column for each language', () => {
  const all = Object.keys(cases).map(passed).join('\n')
  const columns = new Map([
    ['Go', readVerdicts(all, '')],
    ['Python', readVerdicts(passed('tls'), '')],
  ])
  const rows = verdictTable(columns).split('\n')
  expect(rows).toHaveLength(Object.keys(cases).length + 1)
  expect(rows[0]).toMatch(/^ +Go {2}Python$/)
  expect(rows.find((row) => row.startsWith('unary'))).toMatch(/^unary +passed +missing$/)
  expect(rows.find((row) => row.startsWith('tls '))).toMatch(/^tls +passed +passed$/)
})
