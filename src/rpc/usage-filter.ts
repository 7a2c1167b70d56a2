import type { Timestamp } from '@bufbuild/protobuf/wkt'
import {
  CalendarUnit as CalendarUnitMessage,
  UsageDimension as UsageDimensionMessage,
  type UsageFilter as UsageFilterMessage,
} from '#gen/switchyard/v1/usage_report_pb.js'
import type { CalendarUnit, TimeSpan } from '../core/calendar.ts'
import { invalidField } from '../core/errors.ts'
import type { Principal } from '../core/principal.ts'
import { TimeZone } from '../core/time-zone.ts'
import type { UsageDimension, UsageFilter } from '../usage/reports.ts'
import { scopeOf } from '../usage/scope.ts'
import { OUTCOMES } from './usage-messages.ts'

const DAY_MS = 86_400_000

const DEFAULT_DAYS = 30

/** The last instant that a Timestamp can tell, and the first that anything can have been recorded. */
const LATEST = Date.parse('9999-12-31T23:59:59.999Z')
const EARLIEST = 0

export const UNITS: Readonly<Record<CalendarUnitMessage, CalendarUnit | undefined>> = {
  [CalendarUnitMessage.UNSPECIFIED]: undefined,
  [CalendarUnitMessage.HOUR]: 'hour',
  [CalendarUnitMessage.DAY]: 'day',
  [CalendarUnitMessage.WEEK]: 'week',
  [CalendarUnitMessage.MONTH]: 'month',
}

export const DIMENSIONS: Readonly<Record<UsageDimensionMessage, UsageDimension | undefined>> = {
  [UsageDimensionMessage.UNSPECIFIED]: undefined,
  [UsageDimensionMessage.MODEL]: 'model',
  [UsageDimensionMessage.PROVIDER]: 'provider',
  [UsageDimensionMessage.TENANT]: 'tenant',
  [UsageDimensionMessage.USER]: 'user',
  [UsageDimensionMessage.PROJECT]: 'project',
  [UsageDimensionMessage.KEY]: 'key',
  [UsageDimensionMessage.AGENT]: 'agent',
  [UsageDimensionMessage.TASK_TYPE]: 'taskType',
  [UsageDimensionMessage.ROUTE]: 'route',
  [UsageDimensionMessage.OUTCOME]: 'outcome',
}

const LISTS = {
  tenants: 'tenant',
  users: 'user',
  projects: 'project',
  keys: 'key',
  agents: 'agent',
  models: 'model',
  providers: 'provider',
  taskTypes: 'taskType',
  routes: 'route',
} as const

/** What a caller asks for, within what it may see. Throws INVALID_REQUEST. */
export function filterOf(message: UsageFilterMessage | undefined, principal: Principal, now: number): UsageFilter {
  return { ...timeOf(message, now), ...untimedFilterOf(message, principal) }
}

/** The same of methods that choose the time themselves. */
export function timelessFilterOf(
  message: UsageFilterMessage | undefined,
  principal: Principal,
): Omit<UsageFilter, keyof TimeSpan> {
  if (message?.startTime) throw invalidField('filter.start_time', 'must be unset here')
  if (message?.endTime) throw invalidField('filter.end_time', 'must be unset here')
  return untimedFilterOf(message, principal)
}

/** Throws INVALID_REQUEST when there is no such zone. */
export function timeZoneOf(name: string): TimeZone {
  try {
    return new TimeZone(name || 'UTC')
  } catch {
    throw invalidField('time_zone', 'is not the name of a time zone, for example `Europe/Berlin`')
  }
}

function untimedFilterOf(message: UsageFilterMessage | undefined, principal: Principal) {
  return {
    scope: scopeOf(principal),
    values: valuesOf(message),
    labels: new Map(Object.entries(message?.labels ?? {})),
  }
}

function valuesOf(message: UsageFilterMessage | undefined): Map<UsageDimension, readonly string[]> {
  const values = new Map<UsageDimension, readonly string[]>()
  if (!message) return values
  for (const [list, dimension] of Object.entries(LISTS) as [keyof typeof LISTS, UsageDimension][]) {
    const wanted = message[list]
    // No database has such a text, and PostgreSQL takes none.
    if (wanted.some((value) => value.includes('\0'))) throw invalidField(`filter.${snake(list)}`, 'holds a zero byte')
    if (wanted.length > 0) values.set(dimension, wanted)
  }
  const outcomes = Object.entries(OUTCOMES).filter(([, outcome]) => message.outcomes.includes(outcome))
  if (outcomes.length > 0)
    values.set(
      'outcome',
      outcomes.map(([name]) => name),
    )
  return values
}

function timeOf(message: UsageFilterMessage | undefined, now: number): TimeSpan {
  const to = message?.endTime ? instantOf(message.endTime, 'filter.end_time') : now
  const from = message?.startTime
    ? instantOf(message.startTime, 'filter.start_time')
    : Math.max(to - DEFAULT_DAYS * DAY_MS, EARLIEST)
  if (from > to) throw invalidField('filter.end_time', 'must not be before start_time')
  return { from, to }
}

function instantOf({ seconds, nanos }: Timestamp, field: string): number {
  const instant = Number(seconds) * 1000 + Math.ceil(nanos / 1e6)
  if (instant >= EARLIEST && instant <= LATEST && nanos >= 0 && nanos < 1e9) return instant
  throw invalidField(field, 'must be a time from 1970 to 9999')
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
