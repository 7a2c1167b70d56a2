import type { Configuration } from '../support/app.ts'
import type { Certificates } from '../support/certificates.ts'

const CHAT_MODELS = ['good', 'echo', 'endless', 'silent', 'limited', 'failing-a', 'failing-b', 'tools', 'flaky']
const price = { input: '2', output: '10' }

/** What all servers of the interoperability tests have in common: failures reach the caller as they come. */
export function interopConfiguration(upstreamUrl: string): Configuration {
  return {
    providers: [
      played('played', upstreamUrl, CHAT_MODELS),
      played('spent', upstreamUrl, ['spent']),
      played('vectors', upstreamUrl, ['vectors']),
    ],
    routes: [
      {
        name: 'failing',
        targets: [
          { provider: 'played', model: 'failing-a' },
          { provider: 'played', model: 'failing-b' },
        ],
      },
    ],
    budgets: [{ name: 'spent', amount: '0.000000001', hard: true, subject: { provider: 'spent' } }],
    retry: { max_retries: 0 },
    circuit: { failure_threshold: 10_000, failure_percent: 100, account_failure_threshold: 10_000 },
    default_options: { max_output_tokens: 100 },
  }
}

function played(name: string, url: string, models: readonly string[]): Configuration {
  return {
    name,
    adapter: 'openai_compatible',
    base_url: `${url}/v1`,
    models: models.map((model) => ({ name: model, price })),
    forward_context: { trace_id_header: 'x-trace-id' },
  }
}

/** Certificates of the servers and of a client, by an authority of the tests. */
export function makeCertificates(certificates: Certificates): void {
  certificates.authority('authority')
  certificates.make('server', 'DNS:localhost,IP:127.0.0.1', 'authority')
  certificates.make('client', 'URI:spiffe://interop/client', 'authority')
}

export function tlsSettings(certificates: Certificates): Configuration {
  return { cert_file: certificates.path('server.pem'), key_file: certificates.path('server.key') }
}
