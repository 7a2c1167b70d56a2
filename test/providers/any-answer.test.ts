import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Mutation, mutated, mutations } from '../support/hostile/mutations.ts'
import { readBody } from '../support/hostile/played-body.ts'
import { expectSound } from '../support/hostile/sound-answer.ts'
import { type ValidAnswers, validAnswers } from '../support/hostile/valid-answers.ts'
import { eventText } from '../support/upstream.ts'

const RUNS = { numRuns: 1000 }

const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 6 })

/** Under the names that the events had before anything went wrong with them. */
function streamText({ stream }: ValidAnswers, applied: readonly Mutation[], ending: string): string {
  const names = mutated(
    stream.map(({ type }) => ({ type })),
    applied.filter((mutation) => 'to' in mutation),
  )
  const texts = mutated(stream, applied)
  const frames = texts.map((text, index) => eventText(text, nameIn(names[index])))
  return `${frames.join('')}${ending}`
}

function nameIn(text: string | undefined): string | undefined {
  return text === undefined ? undefined : JSON.parse(text).type
}

const endings = fc.constantFrom(
  '',
  'data: [DONE]\n\n',
  ': bye\n\n',
  'event: error\ndata: {"message":"x"}\n\n',
  'data: {',
)

describe.each(validAnswers)('any answer of $name', (valid) => {
  it('is read to its end when nothing is wrong with it', async () => {
    const text = streamText(valid, [], '')
    const streamed = await readBody(valid.reader(), { text, type: 'text/event-stream', cuts: [] })
    const whole = await readBody(valid.reader(), {
      text: JSON.stringify(valid.whole),
      type: 'application/json',
      cuts: [],
    })
    for (const answer of [streamed, whole]) {
      expectSound(answer, text.length)
      expect(answer.ending).toMatchObject({ usage: expect.anything() })
      expect(answer.parts.length).toBeGreaterThan(3)
    }
  })

  it('is sound or refused when it streams, whatever is wrong with it', () =>
    fc.assert(
      fc.asyncProperty(mutations, endings, cuts, async (applied, ending, cuts) => {
        const text = streamText(valid, applied, ending)
        expectSound(await readBody(valid.reader(), { text, type: 'text/event-stream', cuts }), text.length)
      }),
      RUNS,
    ))

  it('is sound or refused when it comes whole, whatever is wrong with it', () =>
    fc.assert(
      fc.asyncProperty(mutations, cuts, async (applied, cuts) => {
        const text = mutated([valid.whole], applied)[0] ?? ''
        expectSound(await readBody(valid.reader(), { text, type: 'application/json', cuts }), text.length)
      }),
      RUNS,
    ))

  it('is sound or refused when it is not JSON of this vendor at all', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.jsonValue(), fc.string())), fc.boolean(), async (values, isStream) => {
        const text = values.map((value) => (isStream ? eventText(value) : JSON.stringify(value))).join('')
        const type = isStream ? 'text/event-stream' : 'application/json'
        expectSound(await readBody(valid.reader(), { text, type, cuts: [] }), text.length)
      }),
      RUNS,
    ))
})
