import type { DeliverContext } from '../../service/define.ts';
import { DeliveryError } from '../../service/errors.ts';
import { loadText, readLocation } from '../../service/named-files.ts';
import type { Encrypt, KeyProblem, Sign } from '../../service/pgp.ts';
import type { MailSettings } from './settings.ts';
import { findPublished } from './web-key-directory.ts';

const MAX_KEY_CHARACTERS = 65_536;

const GENERAL_NAMES = {
  pub: ['pgp-public.asc', 'pgp-pub.asc', 'public.asc', 'pub.asc'],
  prv: ['pgp-private.asc', 'pgp-prv.asc', 'private.asc', 'prv.asc'],
} as const;
type KeyKind = keyof typeof GENERAL_NAMES;

/** What may stand in the name of a file; addresses may hold more. */
const FILE_NAME = /^[a-z\d][^/\\]*$/;

const localPart = (address: string): string => address.slice(0, address.lastIndexOf('@')).toLowerCase();

/** The names of key files in the store, those of an address before those for all. */
const fileNames = (address: string, kind: KeyKind): string[] => [
  ...[address.toLowerCase(), localPart(address)]
    .map((name) => `${name}-${kind}.asc`)
    .filter((name) => FILE_NAME.test(name)),
  ...GENERAL_NAMES[kind],
];

const PROBLEMS: Readonly<Record<KeyProblem, string>> = {
  unreadable: 'cannot be read',
  locked: 'is locked with a passphrase, which nobody is there to enter',
  expired: 'has expired',
  revoked: 'has been revoked',
  unsuitable: 'is not made for that',
};

const refusal = (reason: string): DeliveryError => new DeliveryError({ code: 'refused', reason });

/** What can be done with a key, or the reason why it cannot be. */
function usable<T extends Sign | Encrypt>(use: T | KeyProblem, purpose: string): T {
  if (typeof use === 'string') throw refusal(`The key to ${purpose} with ${PROBLEMS[use]}`);
  return use;
}

/** The keys that mail is signed and encrypted with, as the settings say where they are. */
export class MailKeys {
  readonly #settings: MailSettings;
  readonly #context: DeliverContext;

  constructor(settings: MailSettings, context: DeliverContext) {
    this.#settings = settings;
    this.#context = context;
  }

  /** Signs as the sender; throws DeliveryError if there is no key for it. */
  async signer(): Promise<Sign> {
    const { pgpprv, from } = this.#settings;
    const key = pgpprv ? await this.#named(pgpprv) : await this.#stored(from.address, 'prv');
    if (!key) throw refusal('There is no key to sign with: name one with pgpprv=, or put it into the store');
    return usable(await this.#context.pgp.signerOf(key), 'sign');
  }

  /** Encrypts for a recipient with a key that is made if there is none; throws DeliveryError if that cannot be. */
  async encrypter(address: string): Promise<Encrypt> {
    const key =
      (await this.#kept(address)) ??
      (await this.#published(address)) ??
      // Whoever sends to a second address of their own may have stored one key for both.
      (await this.#stored(this.#settings.from.address, 'pub')) ??
      (await this.#made(address));
    if (!key) throw refusal('There is no key to encrypt with: name one with pgppub=, or put it into the store');
    return usable(await this.#context.pgp.encrypterOf(key), 'encrypt');
  }

  /** Encrypts for a recipient whose key is known; undefined if it is not. A key that was put there must be good. */
  async knownEncrypter(address: string): Promise<Encrypt | undefined> {
    const { pgp } = this.#context;
    const kept = await this.#kept(address);
    if (kept) return usable(await pgp.encrypterOf(kept), 'encrypt');
    const published = await this.#published(address);
    const use = published && (await pgp.encrypterOf(published));
    return typeof use === 'string' ? undefined : use;
  }

  /** The public key that the settings name for all recipients, or else the one in the store. */
  #kept(address: string): Promise<Uint8Array | undefined> {
    const { pgppub } = this.#settings;
    return pgppub ? this.#named(pgppub) : this.#stored(address, 'pub');
  }

  async #named(location: string): Promise<Uint8Array> {
    const text = await loadText(readLocation(location), MAX_KEY_CHARACTERS, this.#context);
    if (text === undefined) throw refusal('The key that pgppub= or pgpprv= names is not there');
    return Buffer.from(text);
  }

  async #stored(address: string, kind: KeyKind): Promise<Uint8Array | undefined> {
    for (const name of fileNames(address, kind)) {
      const key = await this.#read(name);
      if (key) return key;
    }
    return undefined;
  }

  #read(name: string): Promise<Uint8Array | undefined> {
    return this.#context.session.readFile(name).catch(() => {
      throw refusal('A key in the store cannot be read');
    });
  }

  async #published(address: string): Promise<Uint8Array | undefined> {
    return this.#settings.wkd ? findPublished(address, this.#context) : undefined;
  }

  /** A new key of a recipient, kept from now on with its private half: only where files stay. */
  #made(address: string): Promise<Uint8Array | undefined> {
    const { asset, session, pgp } = this.#context;
    const [publicName, privateName] = (['pub', 'prv'] as const).map((kind) => `${localPart(address)}-${kind}.asc`);
    const isKept = asset.storagePath !== undefined && asset.storageMode !== 'memory';
    if (!isKept || !asset.generateKeys || !FILE_NAME.test(publicName!)) return Promise.resolve(undefined);
    return session.lock(async () => {
      // Another notification may have made it meanwhile; and what somebody put there must not be lost.
      const there = (await this.#read(publicName!)) ?? (await this.#read(privateName!));
      if (there) return there;
      const keys = await pgp.makeKeys({ name: asset.appId, address });
      if (!keys) return undefined;
      try {
        // Without its private half nobody could read what is encrypted with it.
        await session.writeFile(privateName!, Buffer.from(keys.privateKey));
        await session.writeFile(publicName!, Buffer.from(keys.publicKey));
      } catch {
        throw refusal('A key was made, but cannot be kept');
      }
      return Buffer.from(keys.publicKey);
    });
  }
}
