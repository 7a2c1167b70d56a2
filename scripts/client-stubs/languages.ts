import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** A language whose stubs are made by generators that npm does not have. */
export interface Language {
  readonly name: string
  /** What must be installed before the generators can be, and brings them. */
  readonly toolchain: string
  /** Where its stubs are, and nothing else. */
  readonly stubs: string
  /** Which generators, each in one version; with others the stubs may differ. */
  readonly pins: string
  /** The commands that lay the generators into a directory. */
  install(directory: string): readonly Command[]
}

/** A program, its words, and what it is told by the environment. */
export interface Command {
  readonly program: string
  readonly words: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

const PYTHON_GENERATORS = 'clients/python/generators/requirements.txt'

const GO_GENERATORS = [
  'google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12',
  'google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.6.2',
]

const JAVA_PROJECT = 'clients/java/pom.xml'

/** Maven Central's words for a machine. */
const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'osx', win32: 'windows' }
const PROCESSORS: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch_64' }

export const languages: readonly Language[] = [
  {
    name: 'python',
    toolchain: 'Python',
    stubs: 'gen/python',
    pins: readFileSync(PYTHON_GENERATORS, 'utf8'),
    install: (directory) => [
      { program: 'python3', words: ['-m', 'venv', directory] },
      {
        program: `${directory}/bin/python`,
        words: ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', PYTHON_GENERATORS],
      },
    ],
  },
  {
    name: 'go',
    toolchain: 'Go',
    stubs: 'gen/go/switchyard',
    pins: GO_GENERATORS.join('\n'),
    install: (directory) =>
      GO_GENERATORS.map((generator) => ({
        program: 'go',
        words: ['install', generator],
        environment: { GOBIN: resolve(directory) },
      })),
  },
  {
    name: 'java',
    toolchain: 'Maven',
    stubs: 'gen/java',
    pins: readFileSync(JAVA_PROJECT, 'utf8'),
    install: (directory) => {
      const platform = `${SYSTEMS[process.platform]}-${PROCESSORS[process.arch]}`
      const choices = [`-Dgenerators.platform=${platform}`, `-Dgenerators.directory=${resolve(directory)}`]
      const programs = ['protoc', 'protoc-gen-grpc-java'].map((name) => join(directory, name))
      return [
        { program: 'mvn', words: ['-B', '-q', '-f', JAVA_PROJECT, 'dependency:copy@generators', ...choices] },
        { program: 'chmod', words: ['+x', ...programs] },
      ]
    },
  },
]
