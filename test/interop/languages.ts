/** A program and its words. */
export type Command = readonly [program: string, ...words: string[]]

/** How the client of a language is built and asked for its cases. */
export interface Language {
  /** As it heads its column of the table. */
  readonly name: string
  /** Commands that end with 0 where the toolchain is there. */
  readonly toolchain: readonly Command[]
  /** Where the commands run, relative to the repository. */
  readonly folder: string
  /** Run in turn before the runner; what they make goes into `output`, an absolute path. */
  readonly build: (output: string) => readonly Command[]
  /** The runner. */
  readonly run: (output: string) => Command
}

/** All languages that have a client. */
export const languages: readonly Language[] = [
  typescript('TypeScript (gRPC)', 'grpc'),
  typescript('TypeScript (Connect)', 'connect'),
  {
    name: 'Python',
    toolchain: [['python3', 'clients/python/interop/prerequisites.py']],
    folder: 'clients/python',
    build: (output) => [
      ['python3', '-m', 'venv', output],
      [`${output}/bin/python`, '-m', 'pip', '--quiet', 'install', '.'],
    ],
    // It leaves nothing compiled beside its sources.
    run: (output) => [`${output}/bin/python`, '-B', 'interop/main.py'],
  },
  {
    name: 'Go',
    toolchain: [['go', '-C', 'clients/go', 'mod', 'download']],
    folder: 'clients/go',
    build: (output) => [['go', 'build', '-o', `${output}/interop`, './interop']],
    run: (output) => [`${output}/interop`],
  },
  {
    name: 'Java',
    toolchain: [
      ['javac', '-version'],
      ['mvn', '-version'],
    ],
    folder: 'clients/java',
    build: (output) => [['mvn', '-B', '-q', 'test-compile', 'dependency:copy-dependencies', ...mavenInto(output)]],
    run: (output) => [
      'java',
      '-cp',
      `${output}/classes:${output}/test-classes:${output}/lib/*`,
      'dev.switchyard.interop.Interop',
    ],
  },
]

/** Node itself is the toolchain, and it is the one that runs this. */
function typescript(name: string, wire: string): Language {
  return {
    name,
    toolchain: [],
    folder: 'clients/typescript',
    build: () => [[process.execPath, 'build.ts']],
    run: () => [process.execPath, 'interop/runner.ts', wire],
  }
}

function mavenInto(output: string): readonly string[] {
  return [`-Dmade.directory=${output}`, `-DoutputDirectory=${output}/lib`]
}
