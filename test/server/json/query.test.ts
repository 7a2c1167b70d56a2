import { describe, expect, it } from 'vitest'
import { GenerateChatRequestSchema, GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { QueryUsageRequestSchema, UsageDimension } from '#gen/switchyard/v1/usage_report_pb.js'
import type { GatewayError } from '../../../src/core/errors.ts'
import { messageOf } from '../../../src/server/json/message-of.ts'
import { queryEntries, refuseQuery } from '../../../src/server/json/query.ts'

type Desc = Parameters<typeof messageOf>[0]

const read = (desc: Desc, query: string) => messageOf(desc, queryEntries(desc, new URLSearchParams(query)))

describe('an address', () => {
  it('has text, numbers, truth, times and enums as text, and lists by repeating', () => {
    const query =
      'prompt=Hi+there&model=m&max_output_tokens=5&temperature=0.5&seed=7&stop=a&stop=b,c&tier=fast&timeout=30s&explainSelection=true'
    expect(read(GenerateTextRequestSchema, query)).toMatchObject({
      prompt: 'Hi there',
      options: {
        model: 'm',
        maxOutputTokens: 5n,
        temperature: 0.5,
        seed: 7n,
        stop: ['a', 'b,c'],
        tier: 1,
        timeout: { seconds: 30n },
        explainSelection: true,
      },
    })
  })

  it('has a conversation as JSON, or by its prompts', () => {
    const json = encodeURIComponent('[{"role":"user","content":"Hi"}]')
    const one = { role: 2, parts: [{ content: { value: 'Hi' } }] }
    expect(read(GenerateChatRequestSchema, `messages=${json}`)).toMatchObject({ messages: [one] })
    expect(read(GenerateChatRequestSchema, 'prompt=Hi&prompt=You&system=Brief')).toMatchObject({
      messages: [{ role: 1 }, one, { role: 2, parts: [{ content: { value: 'You' } }] }],
    })
  })

  it('has a filter’s fields beside the rest, and maps as JSON', () => {
    const labels = encodeURIComponent('{"team":"search"}')
    expect(
      read(
        QueryUsageRequestSchema,
        `group_by=model&group_by=tenant&models=m&start_time=2026-11-01T00:00:00Z&labels=${labels}`,
      ),
    ).toMatchObject({
      groupBy: [UsageDimension.MODEL, UsageDimension.TENANT],
      filter: { models: ['m'], startTime: { seconds: 1793491200n }, labels: { team: 'search' } },
    })
  })

  it.each([
    ['prompt=a&prompt=b', 'prompt'],
    ['prompt=a&modle=m', 'modle'],
    ['prompt=a&model=m&options={"model":"n"}', 'options.model'],
    ['prompt=a&temperature=warm', 'options.temperature'],
    ['prompt=a&max_output_tokens=', 'options.max_output_tokens'],
    ['prompt=a&explain_selection=yes', 'explain_selection'],
    ['prompt=a&labels={', 'labels'],
    ['prompt=a&__proto__=x', '__proto__'],
    ['prompt=a&constructor=x', 'constructor'],
    ['prompt=a&my%20secret=x', 'request'],
  ])('names the parameter that cannot be read: %s', (query, field) => {
    expect(violation(() => read(GenerateTextRequestSchema, query))).toBe(field)
  })

  it('is not read where there is a body', () => {
    expect(violation(() => refuseQuery(new URLSearchParams('model=m')))).toBe('model')
    expect(violation(() => refuseQuery(new URLSearchParams('a%20secret=m')))).toBe('request')
    expect(() => refuseQuery(new URLSearchParams(''))).not.toThrow()
  })
})

function violation(read: () => unknown): string | undefined {
  try {
    read()
  } catch (error) {
    return (error as GatewayError).violations[0]?.field
  }
  return undefined
}
