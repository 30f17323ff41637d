import type { IncomingHttpHeaders } from 'node:http';
import { isTrue } from './environment.ts';

const JSON_TYPE = /^(?:text|application)\/(?:x-)?json/i;

/** Whether a media type begins like JSON; nothing behind its beginning counts. */
export const isJson = (type: string | undefined): boolean => type !== undefined && JSON_TYPE.test(type);

/** Whether the caller is answered in JSON: as `Accept` says, or like the payload where it says nothing. */
export function wantsJson({ accept, 'content-type': contentType }: IncomingHttpHeaders): boolean {
  return accept === undefined || accept === '' || accept === '*/*' ? isJson(contentType) : isJson(accept);
}

/** Whether a log is shown as HTML to a caller who does not want JSON. */
export const wantsHtml = ({ accept, 'content-type': contentType }: IncomingHttpHeaders): boolean =>
  /text\/(?:\*|html)/i.test(accept || contentType || '');

/** Whether the caller follows the notification as a stream of events: `Accept` begins so, or the query says so. */
export const wantsEvents = ({ accept = '' }: IncomingHttpHeaders, query: URLSearchParams): boolean =>
  /^text\/event-stream\b/i.test(accept) || isTrue(query.get('stream') ?? '');

/** Whether the caller unpacks gzip; a weight of zero refuses it. */
export const acceptsGzip = ({ 'accept-encoding': encodings }: IncomingHttpHeaders): boolean =>
  encodings !== undefined && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(encodings);
