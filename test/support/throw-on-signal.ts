/** Loaded before the service: faults that nothing catches, when a test asks for them. */
process.on('SIGUSR2', () => {
  throw new TypeError('secret words')
})
process.on('SIGPIPE', () => {
  Promise.reject(new TypeError('secret words'))
})
