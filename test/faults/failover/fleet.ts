import { type RunningApp, startTestApp } from '../../support/app.ts'
import { llmOf } from '../../support/clients.ts'
import { playChat } from '../../support/openai-wire.ts'
import { startUpstream, type Upstream, type UpstreamExchange } from '../../support/upstream.ts'
import { configuration, meetings, nameOf } from './configuration.ts'
import { type Arrival, ask, type Experience, type Heard } from './experience.ts'
import { ANSWER, OPEN_MS, type Setting } from './setting.ts'
import type { Situation } from './situations.ts'

/** Calls while a flapping provider is down, and the most that it may take until it serves again. */
const CALLS_WHILE_DOWN = 10
const CALLS_UNTIL_BACK = 500

/** Providers that play every situation, chosen by the name of the model as in the public catalogue, and the service. */
export class Fleet {
  readonly #arrivals = new Map<string, Arrival[]>()
  readonly #recovered = new Set<string>()
  readonly #upstreams: Upstream[] = []
  #app: RunningApp | undefined

  async start(): Promise<void> {
    const first = await startUpstream((exchange) => this.#first(exchange))
    const fallback = await startUpstream((exchange) => this.#fallback(exchange))
    this.#upstreams.push(first, fallback)
    this.#app = await startTestApp(configuration(first.url, fallback.url))
  }

  async close(): Promise<void> {
    await this.#app?.stop()
    await Promise.all(this.#upstreams.map((upstream) => upstream.close()))
  }

  /** Meets a situation once. */
  async meet(situation: Situation, setting: Setting): Promise<Experience> {
    const app = this.#app as RunningApp
    const name = nameOf(situation, setting)
    const llm = llmOf(app)
    const heard = situation.flaps ? await this.#flap(name, setting) : await ask(llm, setting, name)
    const first = this.#arrivals.get(`first-${name}`) ?? []
    if (heard.error || heard.provider !== 'first')
      await Promise.all(first.filter(isOpen).map(({ exchange }) => exchange.closed))
    const rows = app.rows().filter(({ labels }) => labels.includes(`"${name}"`))
    const { complete } = await ask(llm, setting, 'healthy')
    return { setting, heard, first, fallback: this.#arrivals.get(`fallback-${name}`) ?? [], rows, alive: complete }
  }

  /** Calls while the provider is down, then until it serves again. */
  async #flap(name: string, setting: Setting): Promise<Heard> {
    const llm = llmOf(this.#app as RunningApp)
    const heard: Heard[] = []
    const next = async () => {
      heard.push(await ask(llm, setting, name))
      await new Promise((resolve) => setTimeout(resolve, OPEN_MS / 5))
    }
    while (heard.length < CALLS_WHILE_DOWN) await next()
    this.#recovered.add(`first-${name}`)
    while (heard.at(-1)?.provider !== 'first' && heard.length < CALLS_UNTIL_BACK) await next()
    return heard.find(({ error }) => error) ?? (heard.at(-1) as Heard)
  }

  #first(exchange: UpstreamExchange): void | Promise<void> {
    const attempt = this.#arrived(exchange)
    const model = String(exchange.json.model)
    const meeting = meetings.get(model.replace('first-', ''))
    if (!meeting || this.#recovered.has(model)) return playChat(exchange, { texts: ANSWER, model })
    return meeting.situation.play(exchange, attempt, meeting.setting)
  }

  /** Serves whatever does not end in a message of the assistant. */
  #fallback(exchange: UpstreamExchange): void | Promise<void> {
    this.#arrived(exchange)
    const { model, messages } = exchange.json
    if (messages.at(-1).role === 'assistant') return exchange.sendJson(400, {})
    return playChat(exchange, { texts: ANSWER, model })
  }

  #arrived(exchange: UpstreamExchange): number {
    const { model } = exchange.json
    const arrivals = this.#arrivals.get(model) ?? []
    this.#arrivals.set(model, arrivals)
    return arrivals.push({ time: performance.now(), exchange }) - 1
  }
}

function isOpen({ exchange }: Arrival): boolean {
  return !exchange.response.writableEnded
}
