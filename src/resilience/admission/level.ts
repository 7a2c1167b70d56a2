import { Priority } from '#gen/switchyard/v1/generation_options_pb.js'
import { LEVELS, type Level } from './line.ts'

const LEVEL_OF: Readonly<Record<Priority, Level>> = {
  [Priority.UNSPECIFIED]: LEVELS.normal,
  [Priority.LOW]: LEVELS.low,
  [Priority.NORMAL]: LEVELS.normal,
  [Priority.HIGH]: LEVELS.high,
}

/** The place in line that a call asks for. */
export function levelOf(priority: Priority = Priority.UNSPECIFIED): Level {
  return LEVEL_OF[priority]
}
