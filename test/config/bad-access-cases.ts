/** One sentence each: what is written, and the place, the field and a part of the complaint about it. */
export type BadFile = readonly [sentence: string, text: string, line: number, path: string, message: RegExp]

/** Files that get wrong who may call. */
export const badAccessFiles: readonly BadFile[] = [
  [
    'with an issuer of tokens whose keys come in clear',
    'authentication: {token_issuers: [{name: a, issuer: i, audience: s, jwks_url: "http://a.example/keys"}]}',
    1,
    'authentication.token_issuers[0].jwks_url',
    /https/,
  ],
  [
    'with an issuer of tokens whose algorithm is a shared secret',
    'authentication: {token_issuers: [{name: a, issuer: i, audience: s, jwks_url: "https://a", algorithms: [HS256]}]}',
    1,
    'authentication.token_issuers[0].algorithms[0]',
    /must be one of/,
  ],
  [
    'with an issuer of tokens twice',
    'authentication: {token_issuers: [&i {name: a, issuer: i, audience: s, jwks_url: "https://a"}, *i]}',
    1,
    'authentication.token_issuers[1].name',
    /twice/,
  ],
  [
    'with names of certificates that nobody shows',
    'authentication: {certificates: [{name: team.example}]}',
    1,
    'authentication.certificates',
    /client_ca_file/,
  ],
  [
    'with a role that does not exist',
    'authentication: {certificates: [{name: team.example, role: root}]}',
    1,
    'authentication.certificates[0].role',
    /platform_admin/,
  ],
  [
    'with keys that are believed for less time than it takes to read them again',
    'authentication: {stale_limit: 1s}',
    1,
    'authentication.stale_limit',
    /2s|2 s|greater than/,
  ],
]
