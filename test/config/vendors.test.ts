import { expect, it } from 'vitest'
import { vendorsOf } from '../../src/config/vendors.ts'
import { load } from './load-config.ts'

it.each([
  ['adapter: openai, api_key_env: KEY', { name: 'openai', address: 'api.openai.com', port: 443 }],
  ['adapter: anthropic, api_key_env: KEY', { name: 'anthropic', address: 'api.anthropic.com', port: 443 }],
  ['adapter: mistral, api_key_env: KEY', { name: 'mistral_ai' }],
  ['adapter: gemini, api_key_env: KEY', { name: 'gcp.gemini' }],
  ['adapter: gemini, gemini: {vertex: {project: project-1, location: global}}', { name: 'gcp.vertex_ai' }],
  ['adapter: azure, base_url: "https://a.openai.azure.com", api_key_env: KEY', { name: 'azure.ai.openai' }],
  ['adapter: vllm, base_url: "http://127.0.0.1:8000/v1"', { name: 'vllm', address: '127.0.0.1', port: 8000 }],
  ['adapter: mock', { name: 'mock', address: undefined, port: undefined }],
])('the vendor of a provider with %s', (provider, expected) => {
  const { providers } = load(`providers: [{name: p, models: [a], ${provider}}]`, {
    KEY: 'sk-0123456789abcdef0123456789',
  })
  expect(vendorsOf(providers)('p')).toMatchObject(expected)
})

it('each of several addresses has its own', () => {
  const endpoints = '[{name: a, base_url: "https://a.example/v1"}, {name: b, base_url: "https://b.example:8443/v1"}]'
  const { providers } = load(`providers: [{name: p, adapter: openai_compatible, models: [m], endpoints: ${endpoints}}]`)
  const of = vendorsOf(providers)
  expect([of('p/a'), of('p/b')]).toMatchObject([
    { address: 'a.example', port: 443 },
    { address: 'b.example', port: 8443 },
  ])
})
