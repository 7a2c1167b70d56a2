import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Ledger } from '../../src/usage/ledger.ts'
import { openTestStore } from '../support/databases.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const ALWAYS = [0, Number.MAX_SAFE_INTEGER] as const

async function newLedger(path: string): Promise<Ledger> {
  return (await openTestStore({ url: `sqlite:${path}` })).ledger
}

describe('a ledger in a file', () => {
  it('keeps every value of a row as it was', async () => {
    const path = join(temporaryDirectory(), 'ledger.db')
    const ledger = await newLedger(path)
    const row = ledgerRow({
      labels: '{"é":"\\u0000"}',
      sessionId: "'; DROP TABLE attempts; --",
      tenant: 'acme',
      hedged: true,
    })
    await ledger.record([row, ledgerRow({ callId: row.callId, attemptIndex: 1, firstContentMs: undefined })])
    const [kept, second] = rowsOf(path)
    expect(kept).toEqual({
      attempt_id: row.attemptId,
      call_id: row.callId,
      attempt_index: 0,
      last: 1,
      principal: 'local',
      operation: 'chat',
      streaming: 1,
      provider: 'openai',
      model: 'gpt-5-mini',
      requested_model: 'fast',
      start_time: 1_763_712_000_000,
      latency_us: 812_500,
      first_content_us: 204_250,
      call_latency_us: 815_000,
      call_outcome: 'succeeded',
      outcome: 'succeeded',
      error_reason: '',
      finish_reason: 'STOP',
      input_tokens: 1200,
      output_tokens: 300,
      cache_read_input_tokens: 800,
      cache_write_input_tokens: 0,
      reasoning_output_tokens: 64,
      usage_estimated: 0,
      cost_nanos: 720_000,
      cost_estimated: 0,
      trace_id: row.traceId,
      source_agent: 'planner',
      session_id: "'; DROP TABLE attempts; --",
      labels: '{"é":"\\u0000"}',
      tenant: 'acme',
      user_name: '',
      project: '',
      key_id: '',
      task_type: '',
      route: '',
      hedged: 1,
      rolled_up: 0,
    })
    expect(second).toMatchObject({ attempt_index: 1, first_content_us: null })
  })

  it('commits the rows of a crowd together', async () => {
    const path = join(temporaryDirectory(), 'ledger.db')
    const ledger = await newLedger(path)
    const database = new DatabaseSync(path, { readOnly: true })
    onTestFinished(() => database.close())
    const seen = new Set<number>()
    const callers = Array.from({ length: 64 }, async () => {
      await ledger.record([ledgerRow()])
      seen.add(Number(database.prepare('SELECT COUNT(*) AS size FROM attempts').get()?.size))
    })
    await Promise.all(callers)
    expect([...seen]).toEqual([64])
  })

  it('commits while statistics are being read', async () => {
    const path = join(temporaryDirectory(), 'ledger.db')
    const ledger = await newLedger(path)
    await ledger.record([ledgerRow()])
    const reading = new DatabaseSync(path, { readOnly: true })
    onTestFinished(() => reading.close())
    reading.exec('BEGIN')
    const attempts = () => reading.prepare('SELECT COUNT(*) AS size FROM attempts').get()?.size
    expect(attempts()).toBe(1)
    // The reading transaction is still open; the statistics' own reader sees the new row, this one does not.
    await ledger.record([ledgerRow()])
    expect(attempts()).toBe(1)
    expect((await ledger.statistics(...ALWAYS)).total.attempts).toBe(2)
  })
})

function rowsOf(path: string) {
  const database = new DatabaseSync(path, { readOnly: true })
  const rows = database.prepare('SELECT * FROM attempts ORDER BY attempt_index').all()
  database.close()
  return rows.map((row) => ({ ...row }))
}
