import { createHash, randomBytes } from 'node:crypto';
import { DeliveryError } from '../../service/errors.ts';
import type { Reply } from '../../service/http.ts';
import type { GrowlRequest } from '../../service/protocols.ts';
import { converse, type Find } from '../peer.ts';
import { plainReply } from '../reply.ts';
import { shownReply } from '../socket-errors.ts';

const SALT_BYTES = 16;
const NOT_AUTHORIZED = '400';

const md5 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Proves that one knows the password: the hash of the hash of the password and a salt. */
function proofOf(password: string | undefined): string {
  if (password === undefined) return '';
  const salt = randomBytes(SALT_BYTES);
  return ` MD5:${md5(md5(password, salt)).toString('hex')}.${salt.toString('hex')}`;
}

/** A header may have line feeds in it; a carriage return ends it. */
const header = (name: string, value: string): string =>
  `${name}: ${value.replace(/\r\n?/g, '\n').replaceAll('\0', '')}`;
const flag = (value: boolean): string => (value ? 'True' : 'False');

function blocksOf(request: GrowlRequest): string[][] {
  const { application, kind } = request;
  if (request.call === 'register')
    return [
      [header('Application-Name', application), 'Notifications-Count: 1'],
      [header('Notification-Name', kind), 'Notification-Enabled: True'],
    ];
  const { title, text, iconUrl, sticky, priority } = request;
  return [
    [
      header('Application-Name', application),
      header('Notification-Name', kind),
      header('Notification-Title', title),
      header('Notification-Text', text),
      `Notification-Sticky: ${flag(sticky)}`,
      `Notification-Priority: ${priority}`,
      ...(iconUrl === undefined ? [] : [header('Notification-Icon', iconUrl)]),
    ],
  ];
}

const findReply: Find<string> = (received) => {
  const end = received.indexOf('\r\n\r\n');
  return end < 0 ? undefined : { value: received.toString('utf8', 0, end), bytes: end + 4 };
};

/** Calls a Growl server by GNTP 1.0; throws DeliveryError when it refuses, at the latest at the deadline. */
export async function sendGrowl(request: GrowlRequest, deadline: number | undefined): Promise<Reply> {
  const { call, password, host } = request;
  const head = `GNTP/1.0 ${call.toUpperCase()} NONE${proofOf(password)}`;
  const blocks = blocksOf(request).map((lines) => `${lines.join('\r\n')}\r\n`);
  const reply = await converse(request, deadline, (peer) => {
    peer.write(`${head}\r\n${blocks.join('\r\n')}\r\n`);
    return peer.take(findReply);
  });
  if (/^GNTP\/1\.0 -OK\b/.test(reply)) return plainReply(0, reply);
  const [, code] = /^Error-Code: *(\d+)/im.exec(reply) ?? [];
  const [, description = reply] = /^Error-Description: *(.*)/im.exec(reply) ?? [];
  throw new DeliveryError({
    code: code === NOT_AUTHORIZED ? 'unauthorized' : 'refused',
    reason: `${host} refuses: ${shownReply(description)}`,
  });
}
