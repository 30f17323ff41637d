import { field } from './fields.ts';

/** Whether a notification has an icon. */
export const includeImageField = field.flag('Include Image', { key: 'image', default: true });

/** How urgent a notification is: by number, or by name, of which the first letter decides. */
export const urgencyField = field.choice('Urgency', [0, 1, 2], {
  default: 1,
  lenient: true,
  match: 'start',
  names: ['low', 'normal', 'high'],
  synonyms: { l: 0, m: 0, n: 1, h: 2, e: 2, 0: 0, 1: 1, 2: 2 },
  aliases: ['priority'],
});

/** What the services for desktops have in common. */
export const desktop = {
  category: 'desktop',
  throttleSeconds: 0,
  imageSize: '128x128',
  url: '',
  verifyHost: false,
} as const;

/** Desktops show no more of a message. */
export const MAX_DESKTOP_LINES = 10;
