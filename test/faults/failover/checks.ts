import type { Experience } from './experience.ts'
import { OPEN_MS } from './setting.ts'

/** Something that must hold, whatever the verdict is; the name is told when it does not. */
export interface Check {
  readonly name: string
  readonly holds: (seen: Experience) => boolean
}

/** The first provider gets exactly as many requests. */
export function tries(count: number): Check {
  return { name: `${count} tries at the first provider`, holds: ({ first }) => first.length === count }
}

/** A unary call is tried so often; a stream whose content has begun is not tried again. */
export function triesOfOneCall(unary: number): Check {
  return {
    name: `${unary} tries of a unary call, 1 of a stream`,
    holds: ({ first, setting }) => first.length === (setting.way === 'unary' ? unary : 1),
  }
}

/** Between the first two requests passes the time that was asked for, but for what a timer may be early. */
export function waits(milliseconds: number): Check {
  return {
    name: `waits ${milliseconds} ms`,
    holds: ({ first: [one, two] }) => !!one && !!two && two.time - one.time > milliseconds - 5,
  }
}

export function firstTriesWithin(milliseconds: number, most: number): Check {
  return {
    name: `at most ${most} tries in ${milliseconds} ms`,
    holds: ({ first }) => first.filter(({ time }) => time - (first[0]?.time ?? 0) <= milliseconds).length <= most,
  }
}

/** Who answers when there is a choice, by the caller's own view. */
export function servedBy(who: 'first' | 'fallback'): Check {
  return {
    name: `answered by the ${who} provider`,
    holds: ({ heard, setting }) => !setting.fallback || (heard.provider === who && heard.model.startsWith(who)),
  }
}

/** The provider that is given up is let go of: its connection is closed. */
export const left: Check = {
  name: 'the request is aborted at the provider',
  holds: ({ first }) => first.every(({ exchange }) => exchange.socket.destroyed),
}

/** The other target is not asked. */
export const notTaken: Check = {
  name: 'the other provider is not asked',
  holds: ({ fallback }) => fallback.length === 0,
}

/** Three failures open the circuit; then one request at a time, and no sooner than it says. */
export const probesOnly: Check = {
  name: 'after three failures the provider is only probed',
  holds: ({ first }) => {
    const probes = first.slice(3).map(({ time }, index) => time - (first[index + 2]?.time ?? 0))
    return probes.every((gap, index) => index >= probes.length - 1 || gap > OPEN_MS * 0.9 - 5)
  },
}
