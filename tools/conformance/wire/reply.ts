import type { WireReply } from '../../../src/transport/http/request.ts';

/** A reply as the client would give it, out of a script. */
export function scriptedReply(status: number, headers: Readonly<Record<string, string>>, body: string): WireReply {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    status,
    headers: byName,
    body: Buffer.from(body),
    truncated: false,
    header: (name) => byName.get(name),
    text: () => body,
  };
}
