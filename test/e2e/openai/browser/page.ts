// What runs in the page of the browser test: OpenAI's own client, called from outside by `calls`.
import OpenAI from 'openai'

/** What the page can do; each tells what it saw. */
export interface PageCalls {
  ask(baseURL: string, model: string): Promise<string>
  stream(baseURL: string): Promise<string>
}

const messages = [{ role: 'user' as const, content: 'Hello' }]

function clientOf(baseURL: string): OpenAI {
  return new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0, dangerouslyAllowBrowser: true })
}

const calls: PageCalls = {
  async ask(baseURL, model) {
    try {
      const answer = await clientOf(baseURL).chat.completions.create({ model, messages })
      return `${answer.choices[0]?.message.content} ${Boolean(answer._request_id)}`
    } catch (error) {
      return error instanceof OpenAI.APIError ? `${error.constructor.name} ${error.code}` : String(error)
    }
  },
  async stream(baseURL) {
    let text = ''
    const stream = await clientOf(baseURL).chat.completions.create({ model: 'm', messages, stream: true })
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    return text
  },
}

Object.assign(globalThis, { calls })
