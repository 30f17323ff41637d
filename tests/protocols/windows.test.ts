import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { WindowsRequest } from '../../src/service/protocols.ts';
import { sendWindows } from '../../src/transport/desktop/windows.ts';
import { failureOf } from '../support/failures.ts';
import { StandIn, standInDirectory } from '../support/stand-in.ts';

const directory = standInDirectory();

const request = (rest: Partial<WindowsRequest> = {}): WindowsRequest => ({
  protocol: 'windows',
  application: 'Example',
  title: 'Disk',
  text: 'full',
  icon: 'Info',
  seconds: 12,
  ...rest,
});

/** What PowerShell would be told, its texts as they come out. */
function scriptOf({ words }: StandIn): string {
  const [profile, interactive, command, script = ''] = words;
  expect([profile, interactive, command]).toEqual(['-NoProfile', '-NonInteractive', '-EncodedCommand']);
  return Buffer.from(script, 'base64')
    .toString('utf16le')
    .replaceAll(
      /\(\[Text\.Encoding\]::UTF8\.GetString\(\[Convert\]::FromBase64String\('([\w+/=]*)'\)\)\)/g,
      (_, text: string) => JSON.stringify(Buffer.from(text, 'base64').toString()),
    );
}

test('a balloon', async () => {
  const program = new StandIn(directory);
  expect(await sendWindows(request({ icon: 'Error' }), undefined, program.path)).toMatchObject({ ok: true });
  const script = scriptOf(program);
  expect(script).toContain(`$icon.ShowBalloonTip(12000, "Disk", "full", 'Error')\nStart-Sleep -Seconds 12\n`);
  expect(script).toContain('$icon.Text = "Example"\n');
});

test('texts are no code, and as long as there is room', async () => {
  const program = new StandIn(directory);
  const rest = {
    title: `'); exit #${'x'.repeat(100)}`,
    text: `\uD800'"$(exit)\r\n\0${'😀'.repeat(300)}`,
    seconds: 1e9,
  };
  await sendWindows(request(rest), undefined, program.path);
  const shown = [rest.title.slice(0, 63), rest.text.slice(0, 255).toWellFormed()].map((text) => JSON.stringify(text));
  expect(scriptOf(program)).toContain(`ShowBalloonTip(300000, ${shown.join(', ')}, 'Info')`);
  await sendWindows(request({ title: '' }), undefined, program.path);
  expect(scriptOf(program)).toContain('ShowBalloonTip(12000, " ", "full"');
});

test('no PowerShell, and one that is not done', async () => {
  const missing = sendWindows(request(), undefined, join(directory, 'missing'));
  expect(await failureOf(missing)).toMatchObject({ code: 'unreachable' });
  const program = new StandIn(directory, 'exec sleep 60');
  expect(await failureOf(sendWindows(request(), Date.now() + 300, program.path))).toMatchObject({
    code: 'timed-out',
  });
  await program.ended();
});
