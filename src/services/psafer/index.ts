import { colorOf } from '../../service/asset.ts';
import { defineService, field, http } from '../../service/index.ts';
import { SOUNDS } from './sounds.ts';

const EVERYONE = 'a';
const ICON = 25;
const PRIORITIES = [-2, -1, 0, 1, 2] as const;
const PRIORITY_NAMES = ['low', 'medium', 'normal', 'high', 'emergency'] as const;
const PICTURES = ['p', 'p2', 'p3'] as const;

/** https://www.pushsafer.com/en/pushapi */
export default defineService({
  id: 'psafer',
  name: 'Pushsafer',
  category: 'push',
  homepage: 'https://www.pushsafer.com/',
  setup: 'https://appriseit.com/services/pushsafer/',
  schemes: { plain: ['psafer'], secure: ['psafers'] },
  throttleSeconds: 1.2,
  attachments: 'inline',

  url: ['{privatekey}', '{privatekey}/{targets}'],
  canonical: '{privatekey}/{targets}',
  commonFirst: true,
  fields: {
    privatekey: field.secret('Private Key', { required: true }),
    targets: field.list('Targets', {
      aliases: ['to'],
      sorted: true,
      kinds: { device: { label: 'Target Device' }, email: { label: 'Target Email' } },
    }),
    priority: field.choice('Priority', PRIORITIES, {
      match: 'prefix',
      synonyms: Object.fromEntries(PRIORITY_NAMES.map((name, index) => [name, PRIORITIES[index]!])),
      names: PRIORITY_NAMES,
    }),
    sound: field.choice('Sound', Object.keys(SOUNDS), { match: 'prefix' }),
    vibration: field.choice('Vibration', [1, 2, 3]),
  },
  identity: ['privatekey'],
  count: ({ targets }) => Math.max(1, targets.length),

  accept: [200, 204],
  failure: (reply) => {
    const { status, error } = reply.json<{ status?: number; error?: string }>() ?? {};
    return status === 1 ? undefined : (error ?? 'The message was not taken');
  },
  requests: (settings, { title, body, type, attachments }) => {
    const { secure, privatekey, targets, sound, vibration } = settings;
    const images = attachments.filter((file) => file.type.startsWith('image/'));
    return (targets.length > 0 ? targets : [EVERYONE]).flatMap((device) =>
      (images.length > 0 ? http.chunk(images, PICTURES.length) : [[]]).map((pictures, index) =>
        http.post(`${secure ? 'https' : 'http'}://www.pushsafer.com/api`, {
          form: {
            t: index === 0 ? title : '',
            m: index === 0 ? body : '...',
            i: ICON,
            c: colorOf(type),
            d: device,
            s: sound === undefined ? undefined : SOUNDS[sound],
            v: vibration,
            ...Object.fromEntries(
              pictures.map((file, at) => [PICTURES[at], `data:${file.type};base64,${http.base64(file)}`]),
            ),
            k: privatekey,
          },
        }),
      ),
    );
  },
});
