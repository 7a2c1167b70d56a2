/** The model's own name, without the collection that it may be named in: `models/`, `publishers/google/models/`. */
export function modelName(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1)
}

/** The name by which the bodies of the Gemini API call a model. */
export function resourceName(model: string): string {
  return /^(models|tunedModels)\//.test(model) ? model : `models/${model}`
}
