import { type Duration, durationFromMs } from '@bufbuild/protobuf/wkt'
import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import { parseDuration } from './duration.ts'

/** An environment variable that takes the place of a field of the file. */
export interface Variable {
  readonly path: string
  /** Writes the value into the configuration, or says what the value must be. */
  apply(config: Config, value: string): string | undefined
}

type Setter<Value> = (config: Config, value: Value) => void

/** What a switch may be set to, for people. */
export const SWITCH = 'must be 1, true, 0 or false'

/** Undefined when it is none. */
export function parseSwitch(value: string): boolean | undefined {
  if (/^(1|true)$/i.test(value)) return true
  return /^(0|false)$/i.test(value) ? false : undefined
}

export function text(path: string, set: Setter<string>): Variable {
  return {
    path,
    apply(config, value) {
      set(config, value)
      return undefined
    },
  }
}

export function flag(path: string, set: Setter<boolean>): Variable {
  return {
    path,
    apply(config, value) {
      const on = parseSwitch(value)
      if (on === undefined) return SWITCH
      set(config, on)
      return undefined
    },
  }
}

export function count(path: string, set: Setter<number>): Variable {
  return {
    path,
    apply(config, value) {
      if (!/^[0-9]{1,9}$/.test(value)) return 'must be a whole number'
      set(config, Number(value))
      return undefined
    },
  }
}

const SECONDS = 'must be a number of seconds above 0, or a duration such as `30s` or `500ms`'

/** A plain number means seconds. */
export function duration(path: string, set: Setter<Duration>): Variable {
  return {
    path,
    apply(config, value) {
      const milliseconds = parseDuration(/[a-z]$/.test(value) ? value : `${value}s`)
      if (milliseconds === undefined || milliseconds <= 0) return SECONDS
      set(config, durationFromMs(Math.ceil(milliseconds)))
      return undefined
    },
  }
}
