import type { Jid } from './protocols.ts';

/** Of `local`, `local@domain` and both with a `/resource`; what follows that is not kept. */
const JID = /^([^@\s/]+)(?:@([^@\s/]+))?(?:\/([^%/\s]+)(?:\/[^]*)?)?$/;

/** An address of XMPP, at a domain unless it names one; undefined if it is none. */
export function parseJid(text: string, ownDomain: string): Jid | undefined {
  const [, local, domain = ownDomain, resource] = JID.exec(text.trim()) ?? [];
  return local === undefined ? undefined : { local, domain, resource };
}

/** An address of XMPP as it is written. */
export const formatJid = ({ local, domain, resource }: Jid): string =>
  `${local}@${domain}${resource === undefined ? '' : `/${resource}`}`;
