import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import type { Clock } from '../core/clock.ts'
import type { Next } from '../pipeline/middleware.ts'
import { compareChat } from './compare.ts'
import { type CountTokensOptions, countTokens } from './count-tokens.ts'
import { embed } from './embed.ts'
import { generateChat, generateChatStream, generateText, generateTextStream } from './generate.ts'
import type { ServiceHandlers } from './handler.ts'
import { getModel, listModels, type ModelOptions } from './models.ts'
import type { NewCallOptions } from './new-call.ts'
import { testModel } from './test-model.ts'

export interface LLMServiceOptions extends NewCallOptions, ModelOptions, CountTokensOptions {
  readonly clock: Clock
  /** The pipeline. */
  readonly generate: Next
}

/** The handlers of LLMService; methods that are missing here answer METHOD_NOT_AVAILABLE. */
export function llmService(options: LLMServiceOptions): ServiceHandlers {
  return {
    desc: LLMService,
    handlers: {
      generateText: generateText(options),
      generateTextStream: generateTextStream(options),
      generateChat: generateChat(options),
      generateChatStream: generateChatStream(options),
      compareChat: compareChat(options),
      embed: embed(options),
      countTokens: countTokens(options),
      listModels: listModels(options),
      getModel: getModel(options),
      testModel: testModel(options),
    },
  }
}
