import { DeliveryError } from '../../service/errors.ts';
import type { Reply } from '../../service/http.ts';
import type { SyslogRequest } from '../../service/protocols.ts';
import { runCommand } from '../command.ts';
import { plainReply } from '../reply.ts';

/** Systems let no word that a program is called with be longer than 128 KiB. */
const MAX_TEXT_BYTES = 120 * 1024;
/** More than that; by default the program cuts at one KiB. */
const MAX_ENTRY = '256KiB';

/**
 * Makes an entry in the log of this machine; throws DeliveryError where there is none. By the program of util-linux, for
 * logs listen on sockets of a kind (datagrams by path) that Node does not know.
 */
export async function sendSyslog(request: SyslogRequest, deadline: number | undefined): Promise<Reply> {
  const { socketPath, name, facility, severity, namesProcess, toStderr, text } = request;
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES)
    throw new DeliveryError({ code: 'invalid-message', reason: 'The entry is too long for a log' });
  const words = [
    '--socket-errors=on',
    `--size=${MAX_ENTRY}`,
    `--tag=${name}`,
    `--priority=${facility}.${severity}`,
    ...(socketPath === undefined ? [] : [`--socket=${socketPath}`]),
    ...(namesProcess ? [`--id=${process.pid}`] : []),
    ...(toStderr ? ['--stderr'] : []),
    '--',
    text,
  ];
  await runCommand('logger', words, deadline, { showsErrors: toStderr });
  return plainReply(0, '');
}
