import { constants, monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'
import v8 from 'node:v8'

/** How the process is doing. */
export interface LoadReading {
  /** Part of V8's heap limit that is in use, garbage left out as far as is known; from 0 to 1. */
  readonly heapShare: number
  /** Part of the container's memory that the process holds, from 0 to 1; 0 without a container. */
  readonly memoryShare: number
  /** How late the event loop was since the last reading, milliseconds, 99th percentile. */
  readonly eventLoopLagMs: number
}

/** Reads it. */
export interface LoadMeter {
  read(): LoadReading
  close(): void
}

/** The loop's lag is looked at this often, and what is measured is one such time longer than the lag. */
const RESOLUTION_MS = 20

const NANOS_PER_MS = 1e6

/**
 * The heap fills with garbage up to its limit before V8 cleans up, and is not in danger then: what counts is what a full
 * collection left. Near the limit they follow one another within moments, so that this is never old when it matters.
 */
export function processLoad(): LoadMeter {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  let heapAfterCollection = Infinity
  const collections = new PerformanceObserver((list) => {
    const isFull = list.getEntries().some((entry) => kindOf(entry) === constants.NODE_PERFORMANCE_GC_MAJOR)
    if (isFull) heapAfterCollection = v8.getHeapStatistics().used_heap_size
  })
  delay.enable()
  collections.observe({ entryTypes: ['gc'] })
  return {
    read() {
      const { used_heap_size: used, heap_size_limit: limit } = v8.getHeapStatistics()
      const eventLoopLagMs = Math.max(delay.percentile(99) / NANOS_PER_MS - RESOLUTION_MS, 0)
      delay.reset()
      return {
        heapShare: Math.min(used, heapAfterCollection) / limit,
        memoryShare: process.memoryUsage.rss() / (process.constrainedMemory() || Infinity),
        eventLoopLagMs,
      }
    },
    close() {
      delay.disable()
      collections.disconnect()
    },
  }
}

/** The types leave `detail` out. Source: https://nodejs.org/api/perf_hooks.html#performanceentrydetail */
function kindOf(entry: PerformanceEntry): unknown {
  return (entry as { readonly detail?: { readonly kind?: unknown } }).detail?.kind
}
