import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** Fewer would make passwords easy to guess from what is sent (RFC 5802, section 5.1); more would hold up everybody. */
const MIN_ITERATIONS = 4096;
const MAX_ITERATIONS = 1_000_000;

const derive = promisify(pbkdf2);

/** Proof of a password to a server that proves that it knows it too (RFC 5802, RFC 7677), bound to a connection or not. */
export interface ScramLogin {
  readonly hash: 'sha512' | 'sha256' | 'sha1';
  readonly user: string;
  readonly password: string;
  /** `n`: no binding; `y`: the server seems to know none; `p=...`: the kind of binding. */
  readonly binding: string;
  readonly bindingData: Uint8Array;
}

/** The values of a message by their letters. */
function readMessage(message: string): ReadonlyMap<string, string> {
  return new Map(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}

const escapeName = (name: string): string => name.replaceAll('=', '=3D').replaceAll(',', '=2C');

export class Scram {
  readonly #login: ScramLogin;
  readonly #nonce: string;
  #signature: Buffer | undefined;

  constructor(login: ScramLogin, nonce = randomBytes(24).toString('base64')) {
    this.#login = login;
    this.#nonce = nonce;
  }

  /** What is said first. */
  get greeting(): string {
    return `${this.#login.binding},,${this.#bareGreeting}`;
  }

  get #bareGreeting(): string {
    return `n=${escapeName(this.#login.user.normalize('NFKC'))},r=${this.#nonce}`;
  }

  /** The proof, for what the server has answered; undefined if that answer is none, or one to be wary of. */
  async prove(challenge: string): Promise<string | undefined> {
    const { hash, password, binding, bindingData } = this.#login;
    const values = readMessage(challenge);
    const nonce = values.get('r') ?? '';
    const salt = Buffer.from(values.get('s') ?? '', 'base64');
    const iterations = Number(values.get('i'));
    const isFresh = nonce.startsWith(this.#nonce) && nonce.length > this.#nonce.length;
    const isBearable = iterations >= MIN_ITERATIONS && iterations <= MAX_ITERATIONS && Number.isInteger(iterations);
    if (!isFresh || !isBearable || salt.length === 0 || values.has('m')) return undefined;

    const digest = (data: Uint8Array): Buffer => createHash(hash).update(data).digest();
    const sign = (key: Uint8Array, data: string): Buffer => createHmac(hash, key).update(data).digest();
    const length = digest(salt).length;
    const salted = await derive(password.normalize('NFKC'), salt, iterations, length, hash);
    const bound = Buffer.concat([Buffer.from(`${binding},,`), bindingData]).toString('base64');
    const unproved = `c=${bound},r=${nonce}`;
    const signed = `${this.#bareGreeting},${challenge},${unproved}`;
    const key = sign(salted, 'Client Key');
    const mask = sign(digest(key), signed);
    this.#signature = sign(sign(salted, 'Server Key'), signed);
    return `${unproved},p=${Buffer.from(key.map((byte, index) => byte ^ mask[index]!)).toString('base64')}`;
  }

  /** Whether the last answer proves that the server knows the password. */
  isProof(answer: string): boolean {
    const given = Buffer.from(readMessage(answer).get('v') ?? '', 'base64');
    return this.#signature?.length === given.length && timingSafeEqual(given, this.#signature);
  }
}
