/** Why a key is of no use; `locked`: only a passphrase would open it. */
export type KeyProblem = 'unreadable' | 'locked' | 'expired' | 'revoked' | 'unsuitable';

/** Signs with a private key: a signature that stands apart, and the hash it was made with, as in `sha256`. */
export type Sign = (bytes: Uint8Array) => Promise<{ readonly signature: string; readonly hash: string }>;

/** Encrypts for the owner of a public key. */
export type Encrypt = (bytes: Uint8Array) => Promise<string>;

/** Two keys that belong together. */
export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** OpenPGP (RFC 9580): gives its text form, takes keys in that form or as bytes, the first where there are several. */
export interface Pgp {
  signerOf(privateKey: Uint8Array): Promise<Sign | KeyProblem>;
  encrypterOf(publicKey: Uint8Array): Promise<Encrypt | KeyProblem>;
  /** New RSA keys without a passphrase; undefined if no key can bear that name and address. */
  makeKeys(owner: { readonly name: string; readonly address: string }): Promise<KeyPair | undefined>;
}
