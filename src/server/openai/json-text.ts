import { invalidParameter } from './refusals.ts'

/** Deeper than any schema that a vendor takes, and far from where reading or writing JSON would fail. */
const MAX_DEPTH = 100

/** A value out of a request as JSON text. Throws INVALID_REQUEST when it is nested too deeply. */
export function jsonText(value: unknown, path: string): string {
  requireShallow(value, path)
  return JSON.stringify(value)
}

export function requireShallow(value: unknown, path: string): void {
  if (isDeeper(value, MAX_DEPTH)) throw invalidParameter(path, `is nested more than ${MAX_DEPTH} levels deep`)
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}
