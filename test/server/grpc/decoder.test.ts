import fastCheck from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MessageDecoder } from '../../../src/server/grpc/decoder.ts'
import { frame } from './fixture.ts'

function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = []
  let offset = 0
  for (let index = 0; offset < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1
    chunks.push(bytes.subarray(offset, offset + size))
    offset += size
  }
  return chunks
}

describe('the decoder', () => {
  it('gives the same messages however the body is cut', () => {
    const messages = fastCheck.array(fastCheck.uint8Array({ maxLength: 40 }), { maxLength: 8 })
    const sizes = fastCheck.array(fastCheck.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 })
    fastCheck.assert(
      fastCheck.property(messages, sizes, (bodies, cuts) => {
        const frames = bodies.map((body) => frame(body))
        const decoder = new MessageDecoder(1000, false)
        const decoded = pieces(Buffer.concat(frames), cuts).flatMap((chunk) => decoder.write(chunk))
        expect(decoded.map((each) => each.toString('hex'))).toEqual(frames.map((each) => each.toString('hex')))
        expect(decoder.incomplete).toBe(false)
      }),
    )
  })

  it('does not change a message after it was handed out', () => {
    const decoder = new MessageDecoder(1000, false)
    const first = frame(Buffer.from('first'))
    decoder.write(first.subarray(0, 6))
    const [message] = decoder.write(Buffer.concat([first.subarray(6), Buffer.from([0, 0])]))
    for (let count = 0; count < 20; count++) decoder.write(Buffer.from([0]))
    expect(message?.subarray(5).toString()).toBe('first')
  })

  it('knows that the rest of a message is missing', () => {
    const decoder = new MessageDecoder(1000, false)
    expect(decoder.write(frame(Buffer.from('x')).subarray(0, 5))).toEqual([])
    expect(decoder.incomplete).toBe(true)
  })

  it('refuses a length above the limit as soon as it is claimed, and takes one at the limit', () => {
    const decoder = new MessageDecoder(10, false)
    expect(decoder.write(frame(Buffer.alloc(10)))).toHaveLength(1)
    expect(() => decoder.write(frame(Buffer.alloc(0), 0, 11))).toThrow(/larger than 10 bytes/)
    expect(decoder.failure?.reasonName).toBe('REQUEST_TOO_LARGE')
  })
})
