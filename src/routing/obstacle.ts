import type { Candidate } from './candidates.ts'
import type { Needs } from './wish.ts'

/** Why a model is passed over, whatever its score. */
export type Obstacle = 'tools' | 'vision' | 'json_schema' | 'context_window' | 'circuit'

/** What is known to keep a model from serving; what is not known is no obstacle. */
export function obstacleOf({ entry, contextWindow }: Candidate, needs: Needs): Obstacle | undefined {
  const { capabilities } = entry
  if (needs.tools && capabilities?.tools === false) return 'tools'
  if (needs.vision && capabilities?.vision === false) return 'vision'
  if (needs.jsonSchema && capabilities?.jsonSchema === false) return 'json_schema'
  return contextWindow !== undefined && needs.tokens > contextWindow ? 'context_window' : undefined
}

/** The obstacle in a sentence. */
export function describeObstacle(obstacle: Obstacle, { contextWindow }: Candidate, { tokens }: Needs): string {
  switch (obstacle) {
    case 'tools':
      return 'It cannot call tools.'
    case 'vision':
      return 'It cannot read pictures.'
    case 'json_schema':
      return 'It cannot be held to a JSON schema.'
    case 'context_window':
      return `It takes ${contextWindow} tokens; the request comes to about ${tokens}.`
    case 'circuit':
      return 'It has been failing and is left alone for a while.'
    default:
      return obstacle satisfies never
  }
}
