import { describe, expect, it } from 'vitest'
import { faultsOf, load, loadEnvironment } from './load-config.ts'

const URL = 'http://127.0.0.1:4318/v1/traces'
const FILE = `telemetry: {traces: {endpoint: {url: "${URL}"}}}`
const OTLP = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' }

describe('telemetry', () => {
  it('goes nowhere unless an address is set', () => {
    expect(loadEnvironment({}).telemetry).toEqual({
      traces: undefined,
      metrics: undefined,
      resource: { 'service.name': 'switchyard' },
    })
  })

  it('goes where the file says', () => {
    const { telemetry } = load(
      `telemetry:
  service_name: gateway
  resource_attributes: {"deployment.environment.name": test}
  traces: {endpoint: {url: "${URL}", headers_env: HEADERS, timeout: 2s}, sample_ratio: 0.25}
  metrics: {endpoint: {url: "https://collector/v1/metrics"}, interval: 15s}`,
      { HEADERS: 'Authorization=Bearer%20key,x-tenant=1' },
    )
    expect(telemetry).toMatchObject({
      traces: { url: URL, timeoutMs: 2000, ratio: 0.25, parentBased: true },
      metrics: { url: 'https://collector/v1/metrics', headers: {}, timeoutMs: 10_000, intervalMs: 15_000 },
      resource: { 'service.name': 'gateway', 'deployment.environment.name': 'test' },
    })
    expect(telemetry.traces?.headers.authorization?.reveal()).toBe('Bearer key')
    expect(JSON.stringify(telemetry)).not.toContain('Bearer')
  })

  it('goes where the environment says, rather than the file', () => {
    const { telemetry } = load(FILE, OTLP)
    expect(telemetry.traces?.url).toBe('http://collector:4318/v1/traces')
    expect(telemetry.metrics?.url).toBe('http://collector:4318/v1/metrics')
  })

  it('takes a signal’s own address as it is', () => {
    const { telemetry } = loadEnvironment({ ...OTLP, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://other/spans' })
    expect(telemetry.traces?.url).toBe('http://other/spans')
  })

  it.each([
    ['all by OTEL_SDK_DISABLED', { OTEL_SDK_DISABLED: 'true' }, [undefined, undefined]],
    ['traces by OTEL_TRACES_EXPORTER', { OTEL_TRACES_EXPORTER: 'none' }, [undefined, expect.anything()]],
    ['metrics by OTEL_METRICS_EXPORTER', { OTEL_METRICS_EXPORTER: 'none' }, [expect.anything(), undefined]],
  ])('is switched off: %s', (_, environment, expected) => {
    const { traces, metrics } = loadEnvironment({ ...OTLP, ...environment }).telemetry
    expect([traces, metrics]).toEqual(expected)
  })

  it.each([
    ['always_on', undefined, { ratio: 1, parentBased: false }],
    ['always_off', undefined, { ratio: 0, parentBased: false }],
    ['traceidratio', '0.5', { ratio: 0.5, parentBased: false }],
    ['parentbased_always_off', undefined, { ratio: 0, parentBased: true }],
    ['parentbased_traceidratio', '0.1', { ratio: 0.1, parentBased: true }],
  ])('samples as OTEL_TRACES_SAMPLER says: %s %s', (sampler, argument, expected) => {
    const argumentOf = argument === undefined ? {} : { OTEL_TRACES_SAMPLER_ARG: argument }
    const { telemetry } = loadEnvironment({ ...OTLP, OTEL_TRACES_SAMPLER: sampler, ...argumentOf })
    expect(telemetry.traces).toMatchObject(expected)
  })

  it('tells of the service what the environment says of it', () => {
    const environment = { OTEL_RESOURCE_ATTRIBUTES: 'service.name=a,service.version=1%202', OTEL_SERVICE_NAME: 'b' }
    expect(loadEnvironment(environment).telemetry.resource).toEqual({ 'service.name': 'b', 'service.version': '1 2' })
  })

  it('of the environment’s headers the signal’s own win', () => {
    const { telemetry } = loadEnvironment({
      ...OTLP,
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=1',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'b=2',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
    })
    const { headers = {}, timeoutMs } = telemetry.traces ?? {}
    expect(Object.entries(headers).map(([name, value]) => [name, value.reveal()])).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(timeoutMs).toBe(500)
  })

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:word@collector' }],
    ['OTEL_EXPORTER_OTLP_HEADERS', { ...OTLP, OTEL_EXPORTER_OTLP_HEADERS: 'no-value' }],
    ['OTEL_EXPORTER_OTLP_HEADERS', { ...OTLP, OTEL_EXPORTER_OTLP_HEADERS: 'a=%0d%0ab: c' }],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', { ...OTLP, OTEL_EXPORTER_OTLP_TIMEOUT: '1s' }],
    ['OTEL_TRACES_SAMPLER', { ...OTLP, OTEL_TRACES_SAMPLER: 'sometimes' }],
    ['OTEL_TRACES_SAMPLER_ARG', { ...OTLP, OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' }],
    ['OTEL_RESOURCE_ATTRIBUTES', { OTEL_RESOURCE_ATTRIBUTES: 'a=%' }],
  ])('a malformed %s is named', (variable, environment: Record<string, string>) => {
    const faults = faultsOf(() => loadEnvironment(environment))
    expect(new Set(faults.map(({ path }) => path))).toEqual(new Set([variable]))
  })

  it('headers that are named must be there', () => {
    const file = `telemetry: {traces: {endpoint: {url: "${URL}", headers_env: HEADERS}}}`
    expect(faultsOf(() => load(file))).toMatchObject([{ path: 'telemetry.traces.endpoint.headers_env' }])
  })

  it('warns of a key in clear and of a protocol that is not spoken', () => {
    const { warnings } = loadEnvironment({
      ...OTLP,
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=1',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    })
    expect(warnings).toEqual([expect.stringContaining('in clear'), expect.stringContaining('http/protobuf')])
  })
})

describe('what a provider is told of the context', () => {
  const provider = (more: string) => `providers: [{name: m, adapter: mock, models: [a], ${more}}]`

  it('is nothing unless it is set', () => {
    expect(load(provider('headers: {}')).providers[0]?.forwardContext).toBeUndefined()
    expect(load(provider('forward_context: {}')).providers[0]?.forwardContext).toBeUndefined()
  })

  it('is what is set', () => {
    const file = provider('forward_context: {trace_parent: true, session_id_header: x-session}')
    expect(load(file).providers[0]?.forwardContext).toEqual({
      traceParent: true,
      traceId: undefined,
      sourceAgent: undefined,
      sessionId: 'x-session',
    })
  })

  it.each(['Authorization', 'x-api-key', 'Host', 'anthropic-version', 'traceparent', 'x-goog-api-key', 'Cookie'])(
    'never stands in a header with a meaning: %s',
    (header) => {
      const faults = faultsOf(() => load(provider(`forward_context: {trace_id_header: ${header}}`)))
      expect(faults).toMatchObject([{ path: 'providers[0].forward_context.trace_id_header' }])
    },
  )

  it('never stands in one header with something else', () => {
    const own = provider('headers: {x-team: a}, forward_context: {trace_id_header: X-Team}')
    const twice = provider('forward_context: {trace_id_header: x-a, session_id_header: X-A}')
    expect(faultsOf(() => load(own))).toMatchObject([{ path: 'providers[0].forward_context.trace_id_header' }])
    expect(faultsOf(() => load(twice))).toMatchObject([{ path: 'providers[0].forward_context.session_id_header' }])
  })

  it('has no line feed in its names', () => {
    const file = provider('forward_context: {trace_id_header: "x-a\\nx-b"}')
    expect(faultsOf(() => load(file))).toMatchObject([{ path: 'providers[0].forward_context.trace_id_header' }])
  })
})
