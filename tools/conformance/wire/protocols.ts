import type { MimePart } from '../../../src/service/mime.ts';
import type { ProtocolRequest } from '../../../src/service/protocols.ts';
import { digestOf } from './expectation.ts';

function showMime(part: MimePart, top = true): Record<string, unknown> {
  const { type, charset, disposition, filename, headers = [], content } = part;
  const shown = {
    content_type: type,
    ...(charset !== undefined && { charset }),
    ...(disposition !== undefined && { disposition }),
    ...(filename !== undefined && { filename }),
    ...(headers.length > 0 && { headers: headers.filter(([name]) => !/^(Message-ID|Date)$/i.test(name)) }),
    ...(top && {
      has_message_id: headers.some(([name]) => /^Message-ID$/i.test(name)),
      has_date: headers.some(([name]) => /^Date$/i.test(name)),
    }),
  };
  if (typeof content === 'string') return { ...shown, text: content };
  if (content instanceof Uint8Array) return { ...shown, ...digestOf(content) };
  if ('source' in content) return { ...shown, ...('bytes' in content.source ? digestOf(content.source.bytes) : {}) };
  return { ...shown, parts: content.map((inner) => showMime(inner, false)) };
}

/** A request that is no HTTP, as rows show it; `failing` is the step of SMTP that the script breaks. */
export function showProtocol(
  request: ProtocolRequest,
  failing: 'starttls' | 'login' | 'sendmail' | undefined,
): unknown {
  switch (request.protocol) {
    case 'smtp': {
      const { host, port, security, login, messages, connectTimeoutSeconds } = request;
      return {
        protocol: 'smtp',
        host,
        port,
        tls: security === 'insecure' ? null : security,
        login: login ? [login.user, login.password] : null,
        messages:
          failing === undefined
            ? messages.map(({ from, to, mime }) => ({ mail_from: from, rcpt_to: to, mime: showMime(mime) }))
            : [],
        timeout: connectTimeoutSeconds,
      };
    }
  }
}
