import { Code, ConnectError } from '@connectrpc/connect'
import { describe, expect, it } from 'vitest'
import { ErrorInfoSchema, RetryInfoSchema } from '#gen/google/rpc/error_details_pb.js'
import { type RetryRules, type Waiting, withRetries } from '../../clients/typescript/src/retry.ts'
import { durationOf } from '../../src/core/duration.ts'

const info = { desc: ErrorInfoSchema, value: { domain: 'switchyard', reason: 'UPSTREAM_UNAVAILABLE' } }

/** An error of the gateway, which asks to wait. */
function asking(milliseconds: number): ConnectError {
  const retryInfo = { desc: RetryInfoSchema, value: { retryDelay: durationOf(milliseconds) } }
  return new ConnectError('down', Code.Unavailable, undefined, [info, retryInfo])
}

const final = new ConnectError('no', Code.Unavailable, undefined, [info])
const broken = new ConnectError('connection dropped', Code.Unavailable)

/** A clock that only waiting moves. */
class FakeWaiting implements Waiting {
  readonly waits: number[] = []
  time = 0
  now = () => this.time
  random = () => 0.5
  async pause(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds)
    this.time += milliseconds
  }
}

/** Fails with each of the errors in turn, then succeeds. */
async function run(failures: readonly unknown[], change: Partial<RetryRules> = {}) {
  const rules = { maxRetries: 2, timeoutMs: undefined, signal: undefined, ...change }
  const waiting = new FakeWaiting()
  const given: (number | undefined)[] = []
  const attempt = async (timeoutMs: number | undefined) => {
    given.push(timeoutMs)
    const failure = failures[given.length - 1]
    if (failure !== undefined) throw failure
    return 'answer'
  }
  const result = await withRetries(attempt, rules, waiting).catch(({ message }) => message)
  return { result, tries: given.length, given, waits: waiting.waits }
}

describe('a call that failed', () => {
  it('is tried again after the time that the gateway asked for, and a little more', async () => {
    expect(await run([asking(1000), asking(3000)])).toMatchObject({ result: 'answer', waits: [1100, 3300] })
  })

  it('is not tried again when the gateway asked for nothing, or for more than a minute', async () => {
    expect(await run([final])).toMatchObject({ result: 'no', tries: 1 })
    expect(await run([asking(60_001)])).toMatchObject({ result: 'down', tries: 1 })
    expect(await run([asking(60_000)])).toMatchObject({ result: 'answer', tries: 2 })
  })

  it('is tried again no more often than allowed, and ends with its last error', async () => {
    expect(await run([asking(1), asking(1), final, asking(1)])).toMatchObject({ result: 'no', tries: 3 })
    expect(await run([asking(1)], { maxRetries: 0 })).toMatchObject({ result: 'down', tries: 1 })
  })

  it('is tried within its deadline, of which each try has what is left', async () => {
    expect(await run([asking(1000)], { timeoutMs: 5000 })).toMatchObject({ result: 'answer', given: [5000, 3900] })
  })

  it('fails at once when the wait would outlast the deadline', async () => {
    expect(await run([asking(1000)], { timeoutMs: 1100 })).toMatchObject({ result: 'down', tries: 1, waits: [] })
  })

  it('by a broken connection is not tried again: it may have been paid', async () => {
    expect(await run([broken])).toMatchObject({ result: 'connection dropped', tries: 1 })
  })

  it('is not tried again once it was given up', async () => {
    const signal = AbortSignal.abort()
    expect(await run([asking(1)], { signal })).toMatchObject({ result: 'The call was cancelled.', tries: 1 })
  })
})

it('giving up ends the wait for the next try', async () => {
  const controller = new AbortController()
  const rules = { maxRetries: 2, timeoutMs: undefined, signal: controller.signal }
  const call = withRetries(async () => {
    queueMicrotask(() => controller.abort())
    throw asking(3_600_000)
  }, rules)
  await expect(call).rejects.toMatchObject({ name: 'SwitchyardError', code: 'CANCELLED' })
})
