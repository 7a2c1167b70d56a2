import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { Compression } from '@connectrpc/connect/protocol'
import { compressionBrotli, compressionGzip } from '@connectrpc/connect-node'

const compress = promisify(brotliCompress)

/** Node's default quality, 11, takes seconds for a few megabytes; 4 takes about what gzip takes. */
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

/** The compressions that callers may use and ask for. Connect bounds what they inflate to. */
export const webCompressions: Compression[] = [
  compressionGzip,
  { ...compressionBrotli, compress: (bytes) => compress(bytes, QUALITY) },
]
