import type { GoogleGenAI, HttpOptions } from '@google/genai'
import type { Account } from '../definition.ts'
import { type Endpoint, endpointOf } from '../http/transport.ts'
import { GEMINI_ADDRESS } from './definition.ts'

/** What is asked of a model. */
export type Method = 'generateContent' | 'streamGenerateContent' | 'embed' | 'countTokens'

/** The addresses and headers of an account's requests. */
export interface Endpoints {
  /** Rejects when no address can hold the model's name. */
  of(method: Method, model: string): Promise<Endpoint>
  /** The first page of the models. */
  readonly models: Endpoint
}

/** Models are named by configuration and callers: the addresses of the latest are kept. */
const MAX_KEPT = 512

/**
 * What an address would take for something else than a part of a name, or leave out of it, which can make `..` of what is
 * none; the SDK refuses `..`, `?` and `&` itself.
 */
const UNSAFE = /[#%\\\s\p{Cc}]/u

/** Stands for the key where there is none, since the SDK would take one from the environment. */
const NO_KEY = 'none'

/**
 * The vendor's SDK makes the addresses and headers, once for each method and model: it is asked for an answer, and what
 * it would send is kept instead of sent. Every option is given, because it takes what is missing from the environment.
 */
export async function learnEndpoints(account: Account): Promise<Endpoints> {
  const { GoogleGenAI } = await import('@google/genai')
  const { models } = new GoogleGenAI(optionsOf(account))
  const kept = new Map<string, Endpoint>()
  return {
    models: await learn(account, (httpOptions) => models.list({ config: { pageSize: 100, httpOptions } })),
    async of(method, model) {
      const key = `${method} ${model}`
      const known = kept.get(key)
      if (known) return known
      if (UNSAFE.test(model)) throw new Error('no address can hold the name')
      const endpoint = await learn(account, (httpOptions) => asks[method](models, model, httpOptions))
      if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value ?? '')
      kept.set(key, endpoint)
      return endpoint
    },
  }
}

type Models = GoogleGenAI['models']

const asks: Record<Method, (models: Models, model: string, httpOptions: HttpOptions) => Promise<unknown>> = {
  generateContent: (models, model, httpOptions) =>
    models.generateContent({ model, contents: 'x', config: { httpOptions, ...ONCE } }),
  streamGenerateContent: (models, model, httpOptions) =>
    models.generateContentStream({ model, contents: 'x', config: { httpOptions, ...ONCE } }),
  embed: (models, model, httpOptions) => models.embedContent({ model, contents: 'x', config: { httpOptions } }),
  countTokens: (models, model, httpOptions) => models.countTokens({ model, contents: 'x', config: { httpOptions } }),
}

const ONCE = { automaticContinuation: false, automaticFunctionCalling: { disable: true } }

function optionsOf({ apiKey, baseUrl, options: { gemini } }: Account) {
  const key = { apiKey: apiKey?.reveal() ?? NO_KEY }
  const vertex = gemini?.vertex
  if (!vertex) {
    return { ...key, vertexai: false, apiVersion: gemini?.apiVersion ?? 'v1beta', httpOptions: { baseUrl } }
  }
  const address = baseUrl === GEMINI_ADDRESS ? vertexAddress(vertex.location) : baseUrl
  const httpOptions = { baseUrl: address }
  return { ...key, ...vertex, vertexai: true, apiVersion: gemini.apiVersion ?? 'v1beta1', httpOptions }
}

/** Source: https://cloud.google.com/vertex-ai/generative-ai/docs/learn/locations */
export function vertexAddress(location: string): string {
  if (location === 'global') return 'https://aiplatform.googleapis.com'
  if (location === 'us' || location === 'eu') return `https://aiplatform.${location}.rep.googleapis.com`
  return `https://${location}-aiplatform.googleapis.com`
}

async function learn(account: Account, ask: (httpOptions: HttpOptions) => Promise<unknown>): Promise<Endpoint> {
  let learned: Endpoint | undefined
  const fetch: typeof globalThis.fetch = (url, init) => {
    learned = endpointOf(String(url), headersOf(account, new Headers(init?.headers)))
    return Promise.reject(new Error('nothing is sent'))
  }
  const thrown: unknown = await ask({ fetch }).catch((error: unknown) => error)
  if (!learned) throw thrown
  return learned
}

/** The configured headers win; what the SDK tells about the machine it runs on stays out. */
function headersOf(account: Account, headers: Headers): Headers {
  headers.delete('user-agent')
  headers.delete('x-goog-api-client')
  if (account.apiKey === undefined) headers.delete('x-goog-api-key')
  for (const [name, value] of Object.entries(account.headers)) headers.set(name, value)
  return headers
}
