import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interleave } from '../../src/rpc/interleave.ts'
import { settled } from '../support/fake-clock.ts'
import { type Item, PlayedSource } from '../support/played-source.ts'

function play(count: number) {
  const sources = Array.from({ length: count }, (_, index) => new PlayedSource(index))
  let left = 0
  const items = interleave(sources, () => {
    left += 1
  })[Symbol.asyncIterator]()
  return {
    sources: sources as [PlayedSource, ...PlayedSource[]],
    items,
    leave: () => items.return?.(),
    get left() {
      return left
    },
  }
}

/** Sources that pause for some turns of the microtask queue before each item, and end after some. */
const paced = fc.array(fc.array(fc.nat(5), { maxLength: 8 }), { maxLength: 6 })

async function* sourceOf(source: number, pauses: readonly number[]): AsyncGenerator<Item> {
  for (const [index, turns] of pauses.entries()) {
    for (let turn = 0; turn < turns; turn++) await undefined
    yield { source, index }
  }
}

async function readSlowly(items: AsyncIterable<Item>, turns: number): Promise<Item[]> {
  const read: Item[] = []
  for await (const item of items) {
    read.push(item)
    for (let turn = 0; turn < turns; turn++) await undefined
  }
  return read
}

describe('interleave', () => {
  it('gives all items of all sources, those of each in their order', async () => {
    await fc.assert(
      fc.asyncProperty(paced, fc.nat(8), async (sources, readerTurns) => {
        const merged = interleave(
          sources.map((pauses, source) => sourceOf(source, pauses)),
          notLeft,
        )
        const read = await readSlowly(merged, readerTurns)
        for (const [source, { length }] of sources.entries()) {
          const own = read.filter((item) => item.source === source).map(({ index }) => index)
          expect(own).toEqual(Array.from({ length }, (_, index) => index))
        }
        expect(read).toHaveLength(sources.flat().length)
      }),
    )
  })

  it('never holds more than one item of a source, whatever the reader does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(fc.nat(), { maxLength: 40 }), async (count, steps) => {
        const { sources, items } = play(count)
        const taken = Array.from({ length: count }, () => 0)
        let reading = false
        for (const step of steps) {
          const source = sources[step % (count + 1)]
          if (source?.isAsked) source.say()
          if (!source && !reading) {
            reading = true
            items.next().then(({ value }) => {
              reading = false
              taken[value.source] = (taken[value.source] ?? 0) + 1
            })
          }
          await settled()
          for (const [index, { asked }] of sources.entries()) expect(asked - (taken[index] ?? 0)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('lets no source be heard twice while another waits', async () => {
    const { sources, items } = play(3)
    const [loud, ...others] = sources
    const first = items.next()
    loud.say()
    expect((await first).value).toEqual({ source: 0, index: 0 })
    for (const source of others) source.say()
    await settled()
    const order = []
    for (let count = 0; count < 3; count++) {
      const next = items.next()
      if (loud.isAsked) loud.say()
      order.push((await next).value.source)
    }
    expect(order).toEqual([1, 2, 0])
  })

  it('gives what has come while another source is silent', async () => {
    const { sources, items } = play(2)
    for (let index = 0; index < 3; index++) {
      const next = items.next()
      sources[0].say()
      expect((await next).value).toEqual({ source: 0, index })
    }
    expect(sources[1]?.asked).toBe(1)
  })

  it('goes on when a source ends, and ends with the last one', async () => {
    const { sources, items, left } = play(2)
    const next = items.next()
    sources[0].end()
    sources[1]?.say()
    expect((await next).value).toEqual({ source: 1, index: 0 })
    const last = items.next()
    sources[1]?.end()
    expect(await last).toEqual({ done: true, value: undefined })
    expect(await items.next()).toEqual({ done: true, value: undefined })
    expect([left, ...sources.map(({ returned }) => returned)]).toEqual([0, 0, 0])
  })

  it('asks no source before it is read, and closes them all the same', async () => {
    const { sources, leave } = play(2)
    await leave()
    expect(sources.map(({ asked, returned }) => [asked, returned])).toEqual([
      [0, 1],
      [0, 1],
    ])
  })

  it('closes all sources when the reader leaves, after it has let go of what they wait for', async () => {
    const opened = play(3)
    const { sources, items, leave } = opened
    const waiting = items.next()
    sources[0].end()
    await settled()
    await leave()
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(sources.map(({ returned }) => returned)).toEqual([0, 1, 1])
    expect(opened.left).toBe(1)
    sources[1]?.say()
    sources[2]?.fail(new Error('closed'))
    expect(await items.next()).toEqual({ done: true, value: undefined })
    await leave()
    expect(opened.left).toBe(1)
  })

  it('tells a reader that waits of a source that throws, and closes the others', async () => {
    const opened = play(3)
    const { sources, items } = opened
    const told = expect(items.next()).rejects.toThrow('broken')
    sources[0].fail(new Error('broken'))
    await told
    expect(sources.map(({ returned }) => returned)).toEqual([0, 1, 1])
    expect(opened.left).toBe(1)
    expect(await items.next()).toEqual({ done: true, value: undefined })
  })

  it('tells a reader that is elsewhere once it comes back, instead of what has come', async () => {
    const { sources, items } = play(3)
    const first = items.next()
    sources[1]?.say()
    await first
    sources[2]?.say()
    sources[0].fail(new Error('broken'))
    await settled()
    expect(sources.map(({ returned }) => returned)).toEqual([0, 1, 1])
    await expect(items.next()).rejects.toThrow('broken')
    expect(await items.next()).toEqual({ done: true, value: undefined })
  })

  it('ends generators that wait, since what they wait for ends first', async () => {
    const controller = new AbortController()
    let finished = 0
    async function* waiting(): AsyncGenerator<number> {
      try {
        yield 1
        await new Promise((_, reject) => controller.signal.addEventListener('abort', () => reject(new Error('left'))))
      } finally {
        finished += 1
      }
    }
    for await (const item of interleave([waiting(), waiting(), waiting()], () => controller.abort())) {
      expect(item).toBe(1)
      break
    }
    expect(finished).toBe(3)
  })

  it('of no sources is empty', async () => {
    expect(await readSlowly(interleave([], notLeft), 0)).toEqual([])
  })
})

function notLeft(): never {
  throw new Error('Nobody left.')
}
