import type { Client } from '../client.ts';
import { UPLOADED } from '../state.ts';
import { bindingOf, drawAccount, formatAccount, keyUpload, parseAccount, type Identity } from './account.ts';

/** Where things are kept, as the reference names them. */
const ACCOUNT = 'e2ee_account';
const BINDING = 'e2ee_device_binding';

/** Our device, if the server has its public keys. */
async function published({ context: { session }, owner }: Client): Promise<Identity | undefined> {
  const account = parseAccount(await session.get(ACCOUNT));
  if (!account || !owner || (await session.get(UPLOADED)) !== true) return undefined;
  const identity = { account, owner };
  if ((await session.get(BINDING)) !== bindingOf(identity)) return undefined;
  // The reference lets it end after a while, but a device that others have seen cannot change its keys.
  await session.set(ACCOUNT, formatAccount(account));
  return identity;
}

async function publish(client: Client): Promise<Identity | undefined> {
  const { context, owner } = client;
  const { session } = context;
  if (!owner) return undefined;
  const random = (bytes: number): Uint8Array => context.random(bytes);
  const identity = { account: parseAccount(await session.get(ACCOUNT)) ?? drawAccount(random), owner };
  await session.set(ACCOUNT, formatAccount(identity.account));
  await session.flush();
  const json = keyUpload(identity, random);
  if (!(await client.call('POST', '/keys/upload', { json, tolerated: true })).ok) return undefined;
  await session.set(UPLOADED, true);
  await session.set(BINDING, bindingOf(identity));
  return identity;
}

/** Our device, whose public keys the server has from now on; undefined if it does not take them. */
export const openIdentity = async (client: Client): Promise<Identity | undefined> =>
  (await published(client)) ?? client.context.session.lock(async () => (await published(client)) ?? publish(client));
