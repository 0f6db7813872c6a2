// Who is calling: bearer tokens are JWTs, verified with keys from a JWKS file (contract, section 7; RFC 8725).

import { constants, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isObject } from './json.js';
import { Refusal, unavailable } from './refusal.js';
import { isParticipantId } from './text.js';

const pkcs1 = (hash) => ({ kty: 'RSA', hash, options: { padding: constants.RSA_PKCS1_PADDING } });
const pss = (hash) => ({
  kty: 'RSA',
  hash,
  options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
});
const ecdsa = (hash, crv) => ({ kty: 'EC', crv, hash, options: { dsaEncoding: 'ieee-p1363' } });
const ed25519 = { kty: 'OKP', crv: 'Ed25519', hash: null, options: {} };

// Signatures only: neither `none` (AUTH-ALG-01) nor HMAC (AUTH-ALG-02) is among them.
const ALGORITHMS = new Map(
  Object.entries({
    RS256: pkcs1('sha256'),
    RS384: pkcs1('sha384'),
    RS512: pkcs1('sha512'),
    PS256: pss('sha256'),
    PS384: pss('sha384'),
    PS512: pss('sha512'),
    ES256: ecdsa('sha256', 'P-256'),
    ES384: ecdsa('sha384', 'P-384'),
    ES512: ecdsa('sha512', 'P-521'),
    EdDSA: ed25519,
    Ed25519: ed25519,
  }),
);

const ACCESS_TOKEN_TYPES = new Set(['at+jwt', 'application/at+jwt', 'jwt']);

/** The keys in a file that may change, vanish and come back while the server runs. */
export class KeySource {
  #path;
  #text = null;
  #keys = [];

  down = true;

  constructor(path) {
    this.#path = path;
    this.refresh();
  }

  /** Known keys stay in use while the file cannot be read (AUTH-DOWN-01). */
  refresh() {
    try {
      const text = readFileSync(this.#path, 'utf8');
      if (text !== this.#text) {
        this.#keys = readKeys(JSON.parse(text));
        this.#text = text;
      }
      this.down = false;
    } catch {
      this.down = true;
    }
  }

  find(kid, algorithm) {
    const named = (key) => kid === undefined || key.kid === kid;
    if (!this.#keys.some(named)) this.refresh();
    const keys = this.#keys.filter(named);
    if (keys.length === 0 && this.down) throw unavailable(); // AUTH-DOWN-02
    return keys.filter((key) => fits(key, algorithm)).map((key) => key.publicKey);
  }
}

function readKeys(jwks) {
  const keys = [];
  for (const jwk of jwks.keys) {
    try {
      if (jwk.use !== undefined && jwk.use !== 'sig') continue;
      const { kid, kty, crv, alg } = jwk;
      keys.push({ kid, kty, crv, alg, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) });
    } catch {
      // A key of a kind this server does not use must not keep the others from being used.
    }
  }
  return keys;
}

function fits(key, algorithm) {
  const { kty, crv } = ALGORITHMS.get(algorithm);
  return key.kty === kty && (crv === undefined || key.crv === crv) && (key.alg === undefined || key.alg === algorithm);
}

export class Authenticator {
  #keys;
  #issuer;
  #audience;
  #leewaySeconds;

  constructor({ keys, issuer, audience, leewaySeconds }) {
    this.#keys = keys;
    this.#issuer = issuer;
    this.#audience = audience;
    this.#leewaySeconds = leewaySeconds;
  }

  /** The identity in an `Authorization` header. */
  fromHeader(header) {
    const token = /^bearer +([^\s]+)$/i.exec(header ?? '')?.[1];
    if (token === undefined) throw refused();
    return this.fromToken(token);
  }

  fromToken(token) {
    const parts = token.split('.');
    if (parts.length !== 3) throw refused();
    const [header, claims] = parts.slice(0, 2).map(decodeObject);
    const signature = decodePart(parts[2]);
    const signed = Buffer.from(`${parts[0]}.${parts[1]}`);
    this.#checkHeader(header);
    const { hash, options } = ALGORITHMS.get(header.alg);
    const keys = this.#keys.find(header.kid, header.alg);
    if (!keys.some((key) => verifies(hash, signed, { key, ...options }, signature))) throw refused();
    this.#checkClaims(claims);
    return {
      participantId: claims.sub,
      name: typeof claims.name === 'string' && claims.name.isWellFormed() && claims.name ? claims.name : claims.sub,
      type: claims.participant_type === 'ai' ? 'ai' : 'human',
      expiresAt: claims.exp * 1000,
      // With the tolerance that let the token in, so that nobody is let in and thrown out at once.
      endsAt: (claims.exp + this.#leewaySeconds) * 1000,
    };
  }

  #checkHeader({ alg, typ, kid, crit }) {
    const isAccessToken = typ === undefined || (typeof typ === 'string' && ACCESS_TOKEN_TYPES.has(typ.toLowerCase()));
    const kidIsText = kid === undefined || typeof kid === 'string';
    if (!ALGORITHMS.has(alg) || !isAccessToken || !kidIsText || crit !== undefined) throw refused();
  }

  #checkClaims({ exp, nbf, iss, aud, sub }) {
    const now = Date.now() / 1000;
    const leeway = this.#leewaySeconds;
    const valid =
      isTime(exp) &&
      now < exp + leeway &&
      (nbf === undefined || (isTime(nbf) && nbf <= now + leeway)) &&
      iss === this.#issuer &&
      (Array.isArray(aud) ? aud.includes(this.#audience) : aud === this.#audience) &&
      isParticipantId(sub);
    if (!valid) throw refused();
  }
}

const refused = () => new Refusal('AUTH_FAILED', undefined, { headers: { 'WWW-Authenticate': 'Bearer' } });

const LATEST_SECOND = Date.UTC(9999, 11, 31) / 1000;
const isTime = (value) => typeof value === 'number' && value >= 0 && value <= LATEST_SECOND;

function verifies(hash, signed, key, signature) {
  try {
    return verify(hash, signed, key, signature);
  } catch {
    return false;
  }
}

/** Canonical base64url only: otherwise unused bits of the last letter could be flipped (AUTH-SIG-01). */
function decodePart(part) {
  const bytes = Buffer.from(part, 'base64url');
  if (part === '' || bytes.toString('base64url') !== part) throw refused();
  return bytes;
}

function decodeObject(part) {
  let value;
  try {
    value = JSON.parse(decodePart(part).toString('utf8'));
  } catch {
    throw refused();
  }
  if (!isObject(value)) throw refused();
  return value;
}
