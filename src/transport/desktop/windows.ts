import type { Reply } from '../../service/http.ts';
import type { WindowsRequest } from '../../service/protocols.ts';
import { runCommand } from '../command.ts';
import { plainReply } from '../reply.ts';

const PROGRAM = 'powershell.exe';
/** What there is room for, counted in UTF-16 (`NOTIFYICONDATA`). */
const MAX_TITLE_LENGTH = 63;
const MAX_TEXT_LENGTH = 255;
const MAX_SHOWN_SECONDS = 300;
/** To start and end. */
const SPARE_SECONDS = 10;

/** What the machine lacks; undefined: it has a desktop of Windows. */
export const lackOfWindows = (): string | undefined =>
  process.platform === 'win32' ? undefined : 'This machine has no desktop of Windows';

/** A text that is no code, whatever stands in it; an empty one would be refused. */
const literal = (text: string, maxLength: number): string => {
  const bytes = Buffer.from(text.slice(0, maxLength) || ' ');
  return `([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${bytes.toString('base64')}')))`;
};

/** What PowerShell does: an icon near the clock that shows a balloon, and leaves. */
const scriptOf = ({ application, title, text, icon }: WindowsRequest, seconds: number): string => `
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Windows.Forms, System.Drawing
$icon = New-Object System.Windows.Forms.NotifyIcon
$icon.Icon = [System.Drawing.SystemIcons]::Information
$icon.Text = ${literal(application, MAX_TITLE_LENGTH)}
$icon.Visible = $true
$icon.ShowBalloonTip(${seconds * 1000}, ${literal(title, MAX_TITLE_LENGTH)}, ${literal(text, MAX_TEXT_LENGTH)}, '${icon}')
Start-Sleep -Seconds ${seconds}
$icon.Dispose()
`;

/** Notifies the desktop of Windows; throws DeliveryError where that fails, at the latest at the deadline. */
export async function sendWindows(
  request: WindowsRequest,
  deadline: number | undefined,
  program = PROGRAM,
): Promise<Reply> {
  const seconds = Math.min(request.seconds, MAX_SHOWN_SECONDS);
  const script = Buffer.from(scriptOf(request, seconds), 'utf16le').toString('base64');
  const words = ['-NoProfile', '-NonInteractive', '-EncodedCommand', script];
  await runCommand(program, words, deadline, { maxSeconds: seconds + SPARE_SECONDS });
  return plainReply(0, '');
}
