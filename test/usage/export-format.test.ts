import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from '../../src/core/money.ts'
import { csvWriter, ndjsonWriter } from '../../src/usage/export-format.ts'
import type { LedgerRow } from '../../src/usage/ledger.ts'
import { anyRows } from '../support/any-rows.ts'
import { parseCsv } from '../support/csv.ts'
import { ledgerRow } from '../support/ledger-row.ts'

type Line = Readonly<Record<string, unknown>>

/** The row that a line of an export tells, whichever its format. */
function rowOf(line: Line): LedgerRow {
  const text = (name: string) => String(line[name])
  const number = (name: string) => Number(line[name])
  const flag = (name: string) => text(name) === 'true'
  const labels = line.labels
  return {
    ...{ attemptId: text('attempt_id'), callId: text('response_id'), attemptIndex: number('attempt_index') },
    ...{ last: flag('last'), startTime: Date.parse(text('start_time')), tenant: text('tenant'), user: text('user') },
    ...{ project: text('project'), key: text('key'), principal: text('principal'), sourceAgent: text('agent') },
    ...{ sessionId: text('session_id'), traceId: text('trace_id'), taskType: text('task_type') },
    labels: typeof labels === 'string' ? labels : JSON.stringify(labels),
    ...{ operation: text('operation'), streaming: flag('streaming'), requestedModel: text('requested_model') },
    ...{ route: text('route'), provider: text('provider'), model: text('model'), hedged: flag('hedged') },
    outcome: text('outcome') as LedgerRow['outcome'],
    callOutcome: text('request_outcome') as LedgerRow['outcome'],
    ...{ errorReason: text('error_reason'), finishReason: text('finish_reason'), latencyMs: number('latency_ms') },
    firstContentMs: ['', null].includes(line.first_content_ms as string) ? undefined : number('first_content_ms'),
    callLatencyMs: number('request_latency_ms'),
    inputTokens: BigInt(text('input_tokens')),
    outputTokens: BigInt(text('output_tokens')),
    cacheReadInputTokens: BigInt(text('cache_read_input_tokens')),
    cacheWriteInputTokens: BigInt(text('cache_write_input_tokens')),
    reasoningOutputTokens: BigInt(text('reasoning_output_tokens')),
    usageEstimated: flag('usage_estimated'),
    costNanos: parseDecimal(text('cost_usd')),
    costEstimated: flag('cost_estimated'),
  }
}

function fromCsv(file: string): Line[] {
  const [names = [], ...lines] = parseCsv(file)
  return lines.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]?.replace(/^'/, '')])))
}

function fromNdjson(file: string): Line[] {
  return file
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    "'",
    "'=1",
    '＝1',
    'a,b',
    '"',
    'a"b',
    'a\r\nb',
    '',
  ),
)

const nastyRows = fc.tuple(anyRows(1_700_000_000_000), fc.array(nasty, { minLength: 1 })).map(([rows, texts]) => {
  return rows.map((row, index) => {
    const at = (offset: number) => texts[(index + offset) % texts.length] ?? ''
    return {
      ...row,
      user: at(0),
      project: at(1),
      sourceAgent: at(2),
      model: at(3),
      firstContentMs: index % 2 ? 1.5 : undefined,
    }
  })
})

describe.each([
  ['CSV', csvWriter, fromCsv],
  ['NDJSON', ndjsonWriter, fromNdjson],
])('an export as %s', (_, writer, parse) => {
  it('reads back as the rows that were written, whatever stands in them', () => {
    fc.assert(
      fc.property(nastyRows, (rows) => {
        expect(parse(writer.head + writer.lines(rows)).map(rowOf)).toEqual(rows)
      }),
      { numRuns: 150 },
    )
  })
})

describe('an export as CSV', () => {
  it.each(['=cmd()', '+1', '-1', '@A1', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠A'])(
    'begins no cell with what a spreadsheet could take for a formula: %j',
    (text) => {
      const row = ledgerRow({
        user: text,
        project: text,
        sourceAgent: text,
        requestedModel: text,
        model: text,
        provider: text,
      })
      const [, cells] = parseCsv(csvWriter.head + csvWriter.lines([row]))
      expect(cells?.filter((cell) => cell === text)).toEqual([])
      expect(cells?.filter((cell) => cell === `'${text}`)).toHaveLength(6)
    },
  )

  it('has a line of names and a line for each attempt, each ended as RFC 4180 says', () => {
    const file = csvWriter.head + csvWriter.lines([ledgerRow(), ledgerRow()])
    expect(file.split('\r\n')).toHaveLength(4)
    expect(file).toMatch(/^attempt_id,response_id,/)
    expect(file).toContain(',0.000720000,')
  })
})
