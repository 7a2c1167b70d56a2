import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'

/** A replica that finds others changing the same resource again and again gives up then. */
const MAX_TRIES = 10

/**
 * Makes a change of a piece of a resource. When another replica changed the resource between look and store, it is made anew
 * on what there is now. A piece that was changed itself is told by its own title, and that is final.
 */
export async function whileOthersChange<Result>(title: string, change: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await change()
    } catch (error) {
      if (tries === MAX_TRIES || !isOfTheWhole(error, title)) throw error
    }
  }
}

function isOfTheWhole(error: unknown, title: string): boolean {
  return (
    error instanceof GatewayError && error.reason === ErrorReason.ETAG_MISMATCH && error.metadata.resource !== title
  )
}
