import type { Reply } from '../../service/http.ts';
import type { SyslogRequest } from '../../service/protocols.ts';
import { runCommand } from '../command.ts';
import { plainReply } from '../reply.ts';

/** More than the longest message; by default it cuts at one KiB. */
const MAX_ENTRY = '256KiB';

/**
 * Makes an entry in the log of this machine; throws DeliveryError where there is none. By the program of util-linux, for
 * logs listen on sockets of a kind (datagrams by path) that Node does not know.
 */
export async function sendSyslog(request: SyslogRequest, deadline: number | undefined): Promise<Reply> {
  const { socketPath, name, facility, severity, namesProcess, toStderr, text } = request;
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
