import type { Directory } from '../access/directory.ts'
import type { UnaryHandler } from './handler.ts'

/** The handler, told first what other replicas changed: an operator's calls may reach another one each time. */
export function caughtUp<Request, Response>(
  directory: Pick<Directory, 'catchUp'>,
  handle: UnaryHandler<Request, Response>,
): UnaryHandler<Request, Response> {
  return async (request, context) => {
    await directory.catchUp()
    return handle(request, context)
  }
}
