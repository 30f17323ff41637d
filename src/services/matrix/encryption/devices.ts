import { decodeKey, encodeBase64 } from './base64.ts';
import { isRecord, recordAt, type Members } from './json.ts';
import { isSigned, type Owner } from './signing.ts';

/** A device that can be written to, with its public keys. */
export interface Device extends Owner {
  readonly identityKey: Uint8Array;
  readonly signingKey: Uint8Array;
}

/** The identity keys of devices, by user and device. */
export type Directory = Readonly<Record<string, Readonly<Record<string, string>>>>;

function readDevice(stated: unknown, owner: Owner): Device | undefined {
  if (!isRecord(stated) || stated['user_id'] !== owner.user || stated['device_id'] !== owner.device) return undefined;
  const keys = recordAt(stated['keys']);
  const identityKey = decodeKey(keys[`curve25519:${owner.device}`]);
  const signingKey = decodeKey(keys[`ed25519:${owner.device}`]);
  if (!identityKey || !signingKey || !isSigned(stated, owner, signingKey)) return undefined;
  return { ...owner, identityKey, signingKey };
}

/** The devices of users among those a server states; those that do not sign for their own keys are left out. */
export const readDevices = (stated: Members, users: readonly string[]): Device[] =>
  users.flatMap((user) =>
    Object.entries(recordAt(stated, user)).flatMap(([device, stated]) => readDevice(stated, { user, device }) ?? []),
  );

/** The one-time key of a device in an answer of `/keys/claim`; undefined if there is none that the device has signed. */
export function readOneTimeKey(answer: unknown, device: Device): Uint8Array | undefined {
  const keys = Object.entries(recordAt(answer, 'one_time_keys', device.user, device.device));
  const [, stated] = keys.find(([name]) => name.startsWith('signed_curve25519:')) ?? [];
  return isRecord(stated) && isSigned(stated, device, device.signingKey) ? decodeKey(stated['key']) : undefined;
}

/** Values for devices, as they are sent to the server: by user and device. */
export function byDevice<T>(
  devices: readonly Device[],
  valueOf: (device: Device) => T,
): Record<string, Record<string, T>> {
  const users = Map.groupBy(devices, ({ user }) => user);
  return Object.fromEntries(
    Array.from(users, ([user, own]) => [
      user,
      Object.fromEntries(own.map((device) => [device.device, valueOf(device)])),
    ]),
  );
}

/** The directory of devices. */
export const directoryOf = (devices: readonly Device[]): Directory =>
  byDevice(devices, ({ identityKey }) => encodeBase64(identityKey));

/** Whether a directory has a device, with the keys it has now. */
export const isListed = (directory: Directory, { user, device, identityKey }: Device): boolean =>
  recordAt(directory, user)[device] === encodeBase64(identityKey);

/** How many devices a directory has. */
export const sizeOf = (directory: Directory): number =>
  Object.values(directory).reduce((sum, devices) => sum + Object.keys(devices).length, 0);
