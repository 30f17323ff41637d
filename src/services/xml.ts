import { defineService, http } from '../service/index.ts';
import { webhookFields, webhookIdentity, webhookUrl, withExtras } from '../service/webhook.ts';
import { escapeXml } from '../text/xml.ts';

const SCHEMA = 'https://raw.githubusercontent.com/caronc/apprise/master/apprise/assets/NotifyXML-1.1.xsd';

/** An element name holds nothing but these, so a member's name cannot bring markup of its own. */
const elementName = (name: string): string => name.replace(/[^A-Za-z0-9_-]/g, '');

const withElementNames = (pairs: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map(
    Array.from(pairs, ([name, value]): [string, string] => [elementName(name), value]).filter(([name]) => name !== ''),
  );

function element([name, text]: readonly [string, string]): string {
  const tag = elementName(name);
  return `<${tag}>${escapeXml(text)}</${tag}>`;
}

/** Receivers compare the envelope as text: its line breaks and indentation are part of the format. */
const envelope = (schema: string, members: string, attachments: string): string =>
  [
    "<?xml version='1.0' encoding='utf-8'?>",
    '<soapenv:Envelope',
    '    xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"',
    '    xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
    '    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    '    <soapenv:Body>',
    `        <Notification${schema}>`,
    `            ${members}`,
    `            ${attachments}`,
    '       </Notification>',
    '    </soapenv:Body>',
    '</soapenv:Envelope>',
  ].join('\n');

/** https://appriseit.com/services/xml/ */
export default defineService({
  id: 'xml',
  name: 'XML',
  category: 'webhook',
  schemes: { plain: ['xml'], secure: ['xmls'] },
  attachments: 'inline',
  throttleSeconds: 0,
  imageSize: '128x128',

  ...webhookUrl,
  fields: webhookFields,
  identity: webhookIdentity,
  resolve: (settings) => ({ ...settings, payload: withElementNames(settings.payload) }),

  accept: '2xx',
  requests: (settings, { title, body, type, attachments }) => {
    const { method, fullpath, user, password, headers, payload } = settings;
    const members = withExtras({ Version: '1.1', Subject: title, Message: body, MessageType: type }, payload);
    const files = attachments.map(
      (file) =>
        `<Attachment filename="${escapeXml(file.name)}" mimetype="${escapeXml(file.type)}">${http.base64(file)}</Attachment>`,
    );
    return http.request(method, http.origin(settings) + fullpath, {
      ...(user && { auth: http.basic(user, password) }),
      headers: { 'Content-Type': 'application/xml', ...Object.fromEntries(headers) },
      text: envelope(
        payload.size > 0 ? '' : ` xmlns:xsi="${SCHEMA}"`,
        members.map(element).join(''),
        files.length > 0 ? `<Attachments format="base64">${files.join('')}</Attachments>` : '',
      ),
    });
  },
});
