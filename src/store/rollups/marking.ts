/** The statement that marks attempts as being in the roll-ups, and changes only those that were not. `ids`: a query of theirs. */
export function markedBy(ids: string): string {
  return `UPDATE attempts SET rolled_up = 2 WHERE attempt_id IN (${ids}) AND rolled_up < 2`
}

/** Why nothing was added when fewer were marked than were summed up. */
export const TAKEN_BY_ANOTHER = 'another process rolls up the same attempts'
