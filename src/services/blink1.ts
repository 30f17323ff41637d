import { colorNumberOf } from '../service/asset.ts';
import { defineService, field } from '../service/index.ts';

const MAX_DURATION_MILLISECONDS = 300_000;
const MAX_FADE_MILLISECONDS = 10_000;

/** Stands for whichever device is found. */
const ANY = '_';

/** https://github.com/todbot/blink1/blob/main/docs/blink1-hid-commands.md */
export default defineService({
  id: 'blink1',
  name: 'blink(1)',
  category: 'home',
  homepage: 'https://blink1.thingm.com/',
  schemes: { plain: ['blink1'] },
  needs: 'blink1',
  requirements: { required: ['hidapi'] },
  limits: { title: 0 },
  throttleSeconds: 0,

  url: ['', '{serial}/'],
  canonical: '{serial}/',
  verifyHost: false,
  fields: {
    serial: field.text('Serial Number'),
    duration: field.integer('Duration (ms)', { default: 5000, min: 0, max: MAX_DURATION_MILLISECONDS }),
    fade: field.integer('Fade Time (ms)', { default: 0, min: 0, max: MAX_FADE_MILLISECONDS }),
    ledn: field.choice('LED Number', [0, 1, 2], { default: 0, lenient: true, synonyms: { all: 0, a: 0 } }),
  },
  identity: ['serial', 'ledn'],
  resolve: ({ serial, ...settings }) => ({ ...settings, serial: serial === ANY ? undefined : serial }),
  write: ({ serial = ANY }) => ({ serial }),

  requests: ({ serial, duration, fade, ledn }, { type }) => {
    const color = colorNumberOf(type);
    return {
      protocol: 'blink1',
      serial,
      color: [color >> 16, (color >> 8) & 255, color & 255],
      fadeMilliseconds: fade,
      milliseconds: duration,
      led: ledn,
    };
  },
});
