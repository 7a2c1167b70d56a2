// The runner of the interoperability tests: `node runner.ts grpc` or `node runner.ts connect`.
import * as answers from './answers.ts'
import * as failures from './failures.ts'
import { Setting, type Wire } from './setting.ts'

const cases: Readonly<Record<string, (setting: Setting) => Promise<void>>> = {
  unary: answers.unary,
  stream: answers.stream,
  cancel: failures.cancel,
  deadline: failures.deadline,
  error_bad_request: failures.badRequest,
  error_retry_info: failures.retryInfo,
  error_quota: failures.quota,
  error_attempts: failures.attempts,
  tools: answers.tools,
  large_message: answers.largeMessage,
  metadata: answers.metadata,
  trace_context: answers.traceContext,
  tls: failures.tls,
  mtls: failures.mtls,
  key_missing: failures.keyMissing,
  key_wrong: failures.keyWrong,
  retry: failures.retry,
  health: answers.health,
  compare: answers.compare,
  embed: answers.embed,
}

const setting = new Setting(process.argv[2] as Wire)

for (const [name, run] of Object.entries(cases)) {
  const failure = await run(setting).then(
    () => undefined,
    (thrown: unknown) => String(thrown instanceof Error ? thrown.stack : thrown),
  )
  const line =
    failure === undefined ? { case: name, result: 'passed' } : { case: name, result: 'failed', detail: failure }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

setting.close()
