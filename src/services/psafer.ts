import { defineService, field, http } from '../service/index.ts';
import { colorOf } from '../service/asset.ts';

const EVERYONE = 'a';
const ICON = 25;
const PRIORITIES = [-2, -1, 0, 1, 2] as const;
const PRIORITY_NAMES = ['low', 'medium', 'normal', 'high', 'emergency'] as const;
const PICTURES = ['p', 'p2', 'p3'] as const;

/** Names of https://www.pushsafer.com/en/pushapi#api-sound */
const SOUNDS: Readonly<Record<string, number>> = {
  silent: 0,
  ahem: 1,
  applause: 2,
  arrow: 3,
  baby: 4,
  bell: 5,
  bicycle: 6,
  bike: 6,
  boing: 7,
  buzzer: 8,
  camera: 9,
  carhorn: 10,
  horn: 10,
  cashregister: 11,
  chime: 12,
  creakydoor: 13,
  cuckooclock: 14,
  cuckoo: 14,
  disconnect: 15,
  dog: 16,
  doorbell: 17,
  fanfare: 18,
  gunshot: 19,
  honk: 20,
  jawharp: 21,
  morse: 22,
  electric: 23,
  radiotuner: 24,
  sirens: 25,
  militarytrumpets: 26,
  military: 26,
  trumpets: 26,
  ufo: 27,
  whahwhah: 28,
  whah: 42,
  goodye: 29,
  hello: 30,
  no: 31,
  okay: 32,
  ok: 32,
  ooohhhweee: 33,
  warn: 34,
  warning: 34,
  welcome: 35,
  yeah: 36,
  yes: 37,
  beep: 38,
  beep1: 38,
  weee: 39,
  wee: 39,
  cutinout: 40,
  flickglass: 41,
  laser: 43,
  windchime: 44,
  echo: 45,
  zipper: 46,
  hihat: 47,
  beep2: 48,
  beep3: 49,
  beep4: 50,
  alarmarmed: 51,
  armed: 51,
  alarmdisarmed: 52,
  disarmed: 52,
  backupready: 53,
  dooropen: 55,
  dopen: 55,
  doorclosed: 54,
  dclosed: 54,
  windowopen: 57,
  wopen: 57,
  windowclosed: 56,
  wclosed: 56,
  lighton: 58,
  lon: 58,
  lightoff: 59,
  loff: 59,
  doorbellrang: 60,
};

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
