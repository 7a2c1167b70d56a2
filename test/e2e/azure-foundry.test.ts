import { describe, expect, it } from 'vitest'
import { playMessages } from '../support/anthropic-wire.ts'
import { openApp } from '../support/app.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import { playChat, playResponses } from '../support/openai-wire.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'

/** A resource, and everything else that would be called without the switch. */
const play: UpstreamHandler = (exchange) => {
  const answer = { texts: ['Hi'] }
  if (exchange.path.includes('/messages')) return playMessages(exchange, answer)
  return exchange.path.includes('/responses') ? playResponses(exchange, answer) : playChat(exchange, answer)
}

/** The service with two vendors and a route, and a resource of Foundry beside them. */
async function openBoth(environment: Record<string, string>) {
  const [vendors, resource] = await Promise.all([openUpstream(play), openUpstream(play)])
  const keys = { OPENAI_API_KEY: 'openai-key', ANTHROPIC_API_KEY: 'anthropic-key' }
  const foundry = { AZURE_AI_FOUNDRY_ENDPOINT: resource.url, AZURE_AI_FOUNDRY_KEY: 'foundry-key' }
  const configuration = {
    providers: [
      {
        name: 'oa',
        adapter: 'openai',
        base_url: `${vendors.url}/v1`,
        api_key_env: 'OPENAI_API_KEY',
        models: ['gpt-5'],
      },
      {
        name: 'an',
        adapter: 'anthropic',
        base_url: vendors.url,
        api_key_env: 'ANTHROPIC_API_KEY',
        models: ['claude-x'],
      },
    ],
    routes: [
      {
        name: 'best',
        targets: [
          { provider: 'an', model: 'claude-x' },
          { provider: 'oa', model: 'gpt-5' },
        ],
      },
    ],
    azure_foundry: { azure: { deployments: { 'gpt-5': 'dep-gpt', 'claude-x': 'dep-claude' } } },
  }
  const app = await openApp(configuration, { environment: { ...keys, ...foundry, ...environment } })
  return { llm: llmOf(app), vendors, resource }
}

describe('Azure AI Foundry by one switch', () => {
  it.each([
    ['gpt-5', 'azure', '/openai/v1/responses', 'dep-gpt', 'api-key'],
    ['claude-x', 'foundry_anthropic', '/anthropic/v1/messages', 'dep-claude', 'x-api-key'],
    ['best', 'foundry_anthropic', '/anthropic/v1/messages', 'dep-claude', 'x-api-key'],
  ])('a call to %s goes to the deployment and nowhere else', async (model, provider, path, deployment, header) => {
    const { llm, vendors, resource } = await openBoth({ USE_AZURE_FOUNDRY: 'true' })
    const { text, info } = await llm.generateText({ prompt: 'Hello.', options: { model } })
    expect([text, info?.provider]).toEqual(['Hi', provider])
    expect(vendors.requests).toHaveLength(0)
    expect(resource.requests).toHaveLength(1)
    const [request] = resource.requests
    expect(request?.path.split('?')[0]).toBe(path)
    expect(request?.json.model).toBe(deployment)
    expect(request?.headers[header]).toBe('foundry-key')
    expect(JSON.stringify(request?.headers)).not.toMatch(/openai-key|anthropic-key/)
  })

  it('while it is off, the vendors are called', async () => {
    const { llm, vendors, resource } = await openBoth({})
    const { info } = await llm.generateText({ prompt: 'Hello.', options: { model: 'best' } })
    expect(info?.provider).toBe('an')
    expect([vendors.requests.length, resource.requests.length]).toEqual([1, 0])
  })

  it('a call to a known model without a deployment is told what to set', async () => {
    const { url } = await openUpstream(play)
    const environment = { USE_AZURE_FOUNDRY: '1', AZURE_AI_FOUNDRY_ENDPOINT: url, AZURE_DEPLOYMENT_GPT_5: 'dep-gpt' }
    const llm = llmOf(await openApp({}, { environment: { ...environment, AZURE_AI_FOUNDRY_KEY: 'k' } }))
    expect((await llm.generateText({ prompt: 'Hello.', options: { model: 'gpt-5' } })).text).toBe('Hi')
    expect(await errorOf(llm.generateText({ prompt: 'Hello.', options: { model: 'gpt-4.1' } }))).toMatchObject({
      code: 'FailedPrecondition',
      reasons: ['UPSTREAM_PRECONDITION'],
      metadata: { model: 'gpt-4.1' },
      message: expect.stringMatching(/“gpt-4.1” .*AZURE_DEPLOYMENT_GPT_4_1,/),
    })
  })
})
