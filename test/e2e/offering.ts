import { type Configuration, openApp, playedProvider } from '../support/app.ts'
import { clientsOf, type Door } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'

/** Answers with the name of the model that was asked and the key that was sent, for 2 tokens of input and 100 of output. */
export const tell: UpstreamHandler = (exchange) => {
  const texts = [exchange.json.model, ' ', exchange.headers.authorization ?? 'none']
  return playChat(exchange, { texts, inputTokens: 2, outputTokens: 100 })
}

/** A provider of the file with two models, `m` of which has prices. */
export async function openOffering(content: Configuration = {}, door: Door = 'grpc-js') {
  const upstream = await openUpstream(tell)
  const models = [
    { name: 'm', upstream_name: 'played-m', price: { input: '2', output: '10' }, tier: 'fast' },
    { name: 'n', upstream_name: 'played-n' },
  ]
  const home = { name: 'home', adapter: 'mock', models: ['home-model'] }
  const configuration = {
    default_model: 'home-model',
    network: { allowed_hosts: ['127.0.0.1'] },
    providers: [home, playedProvider(upstream.url, { models })],
    ...content,
  }
  const app = await openApp(configuration)
  const clients = clientsOf(app, door)
  const call = (model: string) => clients.llm.generateText({ prompt: 'Hi', options: { model } })
  const ask = async (model: string) => (await call(model)).text
  const names = async (provider = 'played') =>
    (await clients.admin.listProviderModels({ provider })).providerModels.map(({ name }) => name)
  const find = async (name: string, provider = 'played') =>
    (await clients.admin.getProviderModel({ provider, name })).providerModel
  return { app, upstream, configuration, call, ask, names, find, ...clients }
}

/** Names the provider in requests. */
export const ofPlayed = { provider: 'played' }
