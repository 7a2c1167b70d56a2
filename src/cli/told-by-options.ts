import { CallError } from './call-error.ts'

/** Calls, and tells faults in fields of the request by the options that gave them. */
export async function toldByOptions<Response>(
  options: Readonly<Record<string, string>>,
  call: () => Promise<Response>,
): Promise<Response> {
  try {
    return await call()
  } catch (error) {
    throw error instanceof CallError ? error.withFieldsAs(options) : error
  }
}
