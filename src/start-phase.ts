import v8 from 'node:v8'

/**
 * V8 sizes the young generation by what starting leaves behind, and optimises functions that run at the start only; it
 * gives neither memory back. While the service starts, both are held; afterwards V8 works as always. It takes about a
 * quarter off the memory of an idle service and nothing off its speed (docs/decisions/0014-start-phase.md).
 */
export function beginStart(): void {
  for (const flag of ['--semi-space-growth-factor=1', '--no-opt', '--no-maglev']) v8.setFlagsFromString(flag)
}

/** Must follow every `beginStart`. The values are V8's own defaults. */
export function endStart(): void {
  for (const flag of ['--semi-space-growth-factor=2', '--opt', '--maglev']) v8.setFlagsFromString(flag)
}
