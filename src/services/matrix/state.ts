import type { Session } from '../../service/define.ts';

/** The names under which an account is kept in the store, the reference's. */
const STORED = {
  accessToken: 'access_token',
  userId: 'user_id',
  deviceId: 'device_id',
  homeServer: 'home_server',
} as const;
type Login = Readonly<Partial<Record<keyof typeof STORED, unknown>>>;
const EVENTS = 'transaction_id';
/** Where the reference goes on to number events, if it takes over: above all numbers we have used. */
const NEXT_EVENT = 1_000_000;
/** Whether the server has the public keys of the device, as the store says. */
export const UPLOADED = 'e2ee_keys_uploaded';

const namesOf = Object.keys(STORED) as (keyof typeof STORED)[];

/** Who a client is logged in as, for this process and, in the store, for later ones. */
export class State {
  accessToken: string | undefined;
  userId: string | undefined;
  /** The device we log in as, and stay: others know its keys. */
  deviceId: string | undefined;
  homeServer: string | undefined;
  /** Where the API is, and how long that is taken to be so. */
  server: { readonly address: string; readonly until: number } | undefined;
  /** Whether the device may have sent events of which only earlier processes know. */
  hasPast = false;
  #isRestored = false;
  #events = 0;

  /** Takes over what an earlier process has left. */
  async restore(session: Session): Promise<void> {
    if (this.#isRestored) return;
    this.#isRestored = true;
    for (const name of namesOf) {
      const value = await session.get(STORED[name]);
      if (typeof value !== 'string') continue;
      this[name] = value;
      this.hasPast = true;
    }
  }

  /** Takes over, and keeps, what a server says; members that are no texts say nothing. */
  async learn(session: Session, login: Login): Promise<void> {
    for (const name of namesOf) {
      const value = login[name];
      if (typeof value !== 'string') continue;
      this[name] = value;
      await session.set(STORED[name], value);
    }
  }

  /** Takes over, and keeps, what a server says to a login. */
  async logIn(session: Session, login: Login): Promise<void> {
    if (!this.deviceId) await session.set(EVENTS, NEXT_EVENT);
    // A server that has revoked an access token may have forgotten the device with it.
    await session.clear(UPLOADED);
    await this.learn(session, login);
  }

  async dropToken(session: Session): Promise<void> {
    this.accessToken = undefined;
    await session.clear(STORED.accessToken);
  }

  /** A number no event that was sent from here had before. */
  nextEvent(): number {
    return this.#events++;
  }

  /** A number nothing that went to devices had before; the next event may have it too. */
  nextTransfer(): number {
    return ++this.#events;
  }
}
