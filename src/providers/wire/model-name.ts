import type { Target } from '../../core/call.ts'

/**
 * What a model's name tells of it: by the provider's own name, else by the configured one, since the provider's own may
 * be that of a deployment, which says nothing. Undefined when neither does.
 */
export function told<Meaning>({ model, name }: Target, by: (name: string) => Meaning | undefined): Meaning | undefined {
  return by(model) ?? by(name)
}
