import { access, constants } from 'node:fs/promises';
import { DeliveryError } from '../../service/errors.ts';
import type { Reply } from '../../service/http.ts';
import type { MacRequest } from '../../service/protocols.ts';
import { runCommand } from '../command.ts';
import { plainReply } from '../reply.ts';

const PROGRAMS = ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin', '/bin', '/opt/local/bin'].map(
  (directory) => `${directory}/terminal-notifier`,
);
/** With something to open the program stays until that is clicked; if it is gone by then, the click starts it again. */
const SHOWN_SECONDS = 3;

/** What the machine lacks; undefined: it has a desktop of macOS. */
export const lackOfMac = (): string | undefined =>
  process.platform === 'darwin' ? undefined : 'This machine has no desktop of macOS';

/** A value that is neither taken for an option nor for a property list, whatever it begins with: the program drops the mark. */
const literal = (value: string): string => (/^[-[({<"\\]/.test(value) ? `\\${value}` : value);

const option = (name: string, value: string | undefined): string[] => (value ? [name, literal(value)] : []);

/** The words that the program is called with. */
export const wordsOf = ({ title, text, clickUrl, sound, iconUrl }: MacRequest): string[] => [
  '-message',
  literal(text),
  ...option('-title', title),
  ...option('-open', clickUrl),
  ...option('-sound', sound),
  ...option('-appIcon', iconUrl),
];

const isExecutable = (program: string): Promise<boolean> =>
  access(program, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Notifies the desktop of macOS; throws DeliveryError where its program is missing or fails, at the latest at the deadline. */
export async function sendMac(
  request: MacRequest,
  deadline: number | undefined,
  programs: readonly string[] = PROGRAMS,
): Promise<Reply> {
  for (const program of programs) {
    if (!(await isExecutable(program))) continue;
    const stays = request.clickUrl !== undefined;
    await runCommand(program, wordsOf(request), deadline, stays ? { maxSeconds: SHOWN_SECONDS, mayStay: true } : {});
    return plainReply(0, '');
  }
  throw new DeliveryError({ code: 'unreachable', reason: 'terminal-notifier is not installed on this machine' });
}
