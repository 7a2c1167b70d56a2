import { type ToolChoice, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'

/** Both interfaces say it alike, but for how they name one tool. */
export function toolChoiceOf(choice: ToolChoice, named: (name: string) => unknown): unknown {
  switch (choice.mode) {
    case ToolChoice_Mode.AUTO:
      return 'auto'
    case ToolChoice_Mode.NONE:
      return 'none'
    case ToolChoice_Mode.REQUIRED:
      return 'required'
    case ToolChoice_Mode.NAMED:
      return named(choice.name)
    default:
      return undefined
  }
}
