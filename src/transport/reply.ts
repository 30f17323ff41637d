import type { Reply } from '../service/http.ts';

/** The reply of a protocol that knows no headers: a request that was done. */
export const plainReply = (status: number, text: string): Reply => ({
  ok: true,
  status,
  text,
  bytes: () => Buffer.from(text),
  header: () => undefined,
  json: () => undefined,
});
