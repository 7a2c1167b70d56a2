import { deepEqual, equal, ok } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { ErrorReason, SwitchyardError } from '@switchyard/client/node'
import type { Setting } from './setting.ts'

async function failureOf(call: Promise<unknown>): Promise<SwitchyardError> {
  try {
    await call
  } catch (thrown) {
    ok(thrown instanceof SwitchyardError, `${thrown} is no SwitchyardError`)
    return thrown
  }
  throw new Error('the call succeeded')
}

const ask = async ({ open, file }: Setting, model: string) =>
  failureOf(open(file.plain).generateText('Hello', { model, maxRetries: 0 }))

export async function cancel({ open, file, seen }: Setting): Promise<void> {
  const client = open(file.plain)
  const [left, aborted] = [randomUUID(), randomUUID()]
  let count = 0
  for await (const _ of client.generateTextStream('Go on', { model: 'endless', context: { traceId: left } })) {
    if (++count === 3) break
  }
  deepEqual(await seen(left), { requests: 1, cut: 1 })

  const controller = new AbortController()
  const { signal } = controller
  const options = { model: 'endless', context: { traceId: aborted }, signal }
  const read = async () => {
    count = 0
    for await (const _ of client.generateTextStream('Go on', options)) if (++count === 3) controller.abort()
  }
  equal((await failureOf(read())).code, 'CANCELLED')
  deepEqual(await seen(aborted), { requests: 1, cut: 1 })
}

export async function deadline({ open, file, seen }: Setting): Promise<void> {
  const traceId = randomUUID()
  const options = { model: 'silent', context: { traceId }, timeoutMs: 500 }
  equal((await failureOf(open(file.plain).generateText('Hello', options))).code, 'DEADLINE_EXCEEDED')
  deepEqual(await seen(traceId), { requests: 1, cut: 1 })
}

export async function badRequest({ open, file }: Setting): Promise<void> {
  const error = await failureOf(open(file.plain).generateText('', { temperature: -1 }))
  deepEqual([error.code, error.reason], ['INVALID_ARGUMENT', 'INVALID_REQUEST'])
  const { details } = error.cause as { readonly details: readonly { readonly type?: string }[] }
  equal(details.filter(({ type }) => type === 'google.rpc.ErrorInfo').length, 1)
  deepEqual(
    error.fieldViolations.map(({ field }) => field),
    ['prompt', 'options.temperature'],
  )
}

export async function retryInfo(setting: Setting): Promise<void> {
  const { code, reason, retryAfterMs } = await ask(setting, 'limited')
  deepEqual([code, reason, retryAfterMs], ['RESOURCE_EXHAUSTED', 'UPSTREAM_RATE_LIMITED', 7000])
}

export async function quota(setting: Setting): Promise<void> {
  const { code, reason, quotaViolations, retryAfterMs } = await ask(setting, 'spent')
  deepEqual([code, reason, retryAfterMs], ['RESOURCE_EXHAUSTED', 'BUDGET_EXCEEDED', undefined])
  deepEqual(
    quotaViolations.map(({ subject }) => subject),
    ['budgets/spent'],
  )
}

export async function attempts(setting: Setting): Promise<void> {
  const error = await ask(setting, 'failing')
  deepEqual([error.code, error.reason], ['UNAVAILABLE', 'UPSTREAM_UNAVAILABLE'])
  const tried = error.attempts.map(({ model, succeeded, errorReason }) => [model, succeeded, ErrorReason[errorReason]])
  deepEqual(tried, [
    ['failing-a', false, 'UPSTREAM_UNAVAILABLE'],
    ['failing-b', false, 'UPSTREAM_UNAVAILABLE'],
  ])
  ok(error.requestId, 'the error does not name its call')
}

export async function tls({ open, file }: Setting): Promise<void> {
  equal((await open(file.tls).generateText('Hello', { model: 'good' })).text, 'Hello from Switchyard.')
  await failureOf(open(file.tls, { key: file.tls.key, trusts: false }).generateText('Hello', { model: 'good' }))
}

export async function mtls({ open, file }: Setting): Promise<void> {
  equal((await open(file.mtls).generateText('Hello', { model: 'good' })).text, 'Hello from Switchyard.')
  await failureOf(open(file.mtls, { showsCertificate: false }).generateText('Hello', { model: 'good' }))
}

const refused = async (setting: Setting, key: string | undefined) => {
  const error = await failureOf(setting.open(setting.file.plain, { key }).generateText('Hello', { model: 'good' }))
  deepEqual([error.code, error.reason], ['UNAUTHENTICATED', 'UNAUTHENTICATED'])
}

export const keyMissing = (setting: Setting) => refused(setting, undefined)

export const keyWrong = (setting: Setting) => refused(setting, setting.file.wrong_key)

export async function retry({ open, file, seen }: Setting): Promise<void> {
  const traceId = randomUUID()
  const { text } = await open(file.plain).generateText('Hello', { model: 'flaky', context: { traceId } })
  equal(text, 'Hello from Switchyard.')
  deepEqual(await seen(traceId), { requests: 2, cut: 0 })
}
