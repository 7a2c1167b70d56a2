/** Settles with the promise, or rejects with the signal's reason once it aborts: for handlers that do not listen. */
export function untilAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    if (signal.aborted) onAbort()
  })
}

/**
 * The same pieces, which fail with the signal's reason once it aborts, even while the source is silent. Whoever stops
 * reading ends the source too, without waiting for it; `onError` hears when that fails.
 */
export function untilAbortedEach<T>(
  signal: AbortSignal,
  source: AsyncIterable<T>,
  onError: (error: unknown) => void,
): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => abortable(signal, source[Symbol.asyncIterator](), onError) }
}

function abortable<T>(
  signal: AbortSignal,
  source: AsyncIterator<T>,
  onError: (error: unknown) => void,
): AsyncIterator<T> {
  // One listener for the whole stream: a listener a piece would cost more than the piece.
  let interrupt = () => {}
  const onAbort = () => {
    interrupt()
    leave()
  }
  signal.addEventListener('abort', onAbort)

  function next(): Promise<IteratorResult<T>> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      interrupt = () => reject(signal.reason)
      source.next().then(resolve, reject)
    })
  }
  function leave(): void {
    signal.removeEventListener('abort', onAbort)
    source.return?.().catch((error: unknown) => {
      // After an abort the source usually fails with the very reason it was given.
      if (error !== signal.reason) onError(error)
    })
  }
  return {
    next,
    async return() {
      if (!signal.aborted) leave()
      return { done: true, value: undefined }
    },
  }
}
