// A provider of identities on loopback, certified OpenID Connect software as it is, with three
// clients that differ in how their ID tokens are signed. Whoever gives a name is that person.
import {generateKeyPairSync} from 'node:crypto'
import {createServer} from 'node:http'
import Provider from 'oidc-provider'

const secret = 'a secret that client and provider share'

function key(kid, type, options) {
  const {privateKey} = generateKeyPairSync(type, options)
  return {...privateKey.export({format: 'jwk'}), kid, use: 'sig'}
}

function client(id, algorithm) {
  return {
    client_id: id,
    client_secret: secret,
    redirect_uris: [`https://baobei.example/v1/sign-in/oidc/${id}/callback`],
    id_token_signed_response_alg: algorithm
  }
}

export const clients = {rsa: 'RS256', curve: 'ES256', edwards: 'EdDSA'}

export async function startProvider() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(issuer, {
    clients: Object.entries(clients).map(([id, algorithm]) => client(id, algorithm)),
    jwks: {
      keys: [
        key('rsa-1', 'rsa', {modulusLength: 2048}),
        key('curve-1', 'ec', {namedCurve: 'P-256'}),
        key('edwards-1', 'ed25519')
      ]
    },
    enabledJWA: {idTokenSigningAlgValues: Object.values(clients)},
    claims: {openid: ['sub'], email: ['email', 'email_verified']},
    conformIdTokenClaims: false,
    pkce: {required: () => true},
    cookies: {keys: ['of this test']},
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({sub: id, email: `${id}@example.com`, email_verified: id !== 'unsure'})
    })
  })
  server.on('request', provider.callback())
  return {issuer, secret, stop: () => server.close()}
}
