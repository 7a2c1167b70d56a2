import type { AccountChoices } from '../../support/account.ts'

export type VertexChoices = AccountChoices & { readonly model?: string }

/** A project at Vertex AI, in place of the Gemini API. */
export function vertexAt(location = 'europe-west4'): VertexChoices {
  return { options: { gemini: { apiVersion: undefined, vertex: { project: 'project-1', location } } } }
}
