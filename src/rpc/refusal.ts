import type { DescService } from '@bufbuild/protobuf'
import type { GatewayError } from '../core/errors.ts'

/**
 * Why no call of the service is taken now; undefined: it is. The doors ask once they know who calls and before they read
 * what is asked for, so that a refusal costs next to nothing.
 */
export type Refusal = (service: DescService) => GatewayError | undefined
