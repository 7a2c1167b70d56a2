/** How often something is killed: as often as KILL_ROUNDS says, else as often as there is time for in every run. */
export function killRounds(usual: number): number {
  return Number(process.env.KILL_ROUNDS) || usual
}
