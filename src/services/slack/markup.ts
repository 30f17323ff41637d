import { escapeTags } from '../../text/xml.ts';

/** Between angle brackets: a channel, a user or an address, and what is shown for it. */
const ANCHOR = /^\s*((?:[!@]|(https?|mailto):\/\/)[^\s|]+)\s*(?:\|(.*))?$/i;

function writeAnchor(inner: string): string | undefined {
  const [, target, isAddress, label = ''] = ANCHOR.exec(inner) ?? [];
  if (target === undefined) return undefined;
  const shown = escapeTags(label.trim());
  return `<${isAddress ? target : escapeTags(target)}${shown && `|${shown}`}>`;
}

/** Text that people wrote in Slack's markup: what is no `<channel>`, `<user>` or `<address>` is no mark at all. */
export const writeMarkup = (text: string): string =>
  text.replace(
    /<([^<>\n]*)>|[&<>]/g,
    (whole, inner: string | undefined) => (inner === undefined ? undefined : writeAnchor(inner)) ?? escapeTags(whole),
  );
