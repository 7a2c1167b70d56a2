/** The environment of a process that brings the schema up to date by one step more than this version. */
export function nextVersion(step: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import=${new URL('./further-step.ts', import.meta.url)}`, FURTHER_STEP: step }
}
