import { type AppChoices, type Configuration, openApp, playedProvider } from '../support/app.ts'
import { clientsOf, type Door } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'

/** The models of the played provider. */
export const models = ['one', 'two'].map((name) => ({ name, upstream_name: `played-${name}` }))

/** The only route of the file. */
export const fileRoute = { name: 'fast', targets: [{ provider: 'played', model: 'one' }] }

/** The targets of a route that leads to one model. */
export const to = (model: string) => [{ provider: 'played', model }]

/** Answers with the name of the model that was asked. */
export const echo: UpstreamHandler = (exchange) => playChat(exchange, { texts: [exchange.json.model] })

export interface ChangeableChoices extends AppChoices {
  readonly door?: Door
  readonly play?: UpstreamHandler
}

/** A service whose answers tell where a call went, to be changed while it runs. */
export async function openChangeable(content: Configuration = {}, choices: ChangeableChoices = {}) {
  const { door = 'grpc-js', play = echo, ...rest } = choices
  const upstream = await openUpstream(play)
  const configuration = { providers: [playedProvider(upstream.url, { models })], routes: [fileRoute], ...content }
  const app = await openApp(configuration, rest)
  const clients = clientsOf(app, door)
  const ask = async (model: string) => (await clients.llm.generateText({ prompt: 'Hi', options: { model } })).text
  return { app, upstream, configuration, ask, ...clients }
}
