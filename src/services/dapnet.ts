import { defineService, field, http } from '../service/index.ts';
import { parseCallSign, parseCallSigns } from '../text/call-signs.ts';
import { parseList } from '../text/lists.ts';

/** Recipients of one request in batch mode. */
const MAX_RECIPIENTS = 50;

const DEFAULT_GROUP = 'dl-all';

const readGroups = (text: string): string => parseList(text.toLowerCase()).join(',') || DEFAULT_GROUP;

/** https://hampager.de/dokuwiki/doku.php?id=dapnetapisend */
export default defineService({
  id: 'dapnet',
  name: 'Dapnet',
  category: 'sms',
  homepage: 'https://hampager.de/',
  schemes: { secure: ['dapnet'] },
  limits: { title: 0, body: 80 },

  url: '{user}:{password}@{targets}',
  canonical: '{user}:{password}@{targets}',
  fields: {
    user: field.text('User Name', { required: true }),
    password: field.secret('Password', { required: true, mask: 'all' }),
    targets: field.recipients(
      {
        callsign: {
          label: 'Target Callsign',
          pattern: /^[a-z0-9]{2,5}(-[a-z0-9]{1,2})?$/i,
          read: (text) => parseCallSign(text)?.callSign,
        },
      },
      { required: 'published', aliases: [], split: parseCallSigns, mask: 'ends' },
    ),
    to: field.list('Target Callsign', { mapTo: 'targets', published: { type: 'string' }, written: 'never' }),
    priority: field.choice('Priority', [0, 1], {
      default: 0,
      match: 'start',
      lenient: true,
      synonyms: { n: 0, e: 1, '0': 0, '1': 1 },
      names: ['normal', 'emergency'],
    }),
    batch: field.flag('Batch Mode', { default: false }),
    txgroups: field.text('Transmitter Groups', {
      default: DEFAULT_GROUP,
      published: { private: true },
      read: readGroups,
    }),
  },
  // Stations of one amateur are one recipient.
  resolve: (settings) => ({ ...settings, callSigns: [...new Set(settings.targets.callsign)] }),
  write: ({ callSigns }) => ({ targets: { callsign: callSigns } }),
  identity: ['user', 'password'],
  count: ({ callSigns, batch }) => Math.ceil(callSigns.length / (batch ? MAX_RECIPIENTS : 1)),

  accept: [201],
  requests: ({ user, password, callSigns, priority, batch, txgroups }, { body }) =>
    http.chunk(callSigns, batch ? MAX_RECIPIENTS : 1).map((callSignNames) =>
      http.post('http://www.hampager.de:8080/calls', {
        auth: http.basic(user, password),
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        json: {
          text: body,
          callSignNames,
          transmitterGroupNames: txgroups.split(','),
          emergency: priority === 1,
        },
      }),
    ),
});
