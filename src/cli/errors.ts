/** What was asked for makes no sense; exit code 2. */
export class UsageError extends Error {}

/** Something other than a call failed, and the message says all; exit code 1. */
export class CommandError extends Error {}
