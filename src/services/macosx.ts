import { desktop, includeImageField, MAX_DESKTOP_LINES } from '../service/desktop.ts';
import { defineService, field } from '../service/index.ts';

/** https://github.com/julienXX/terminal-notifier#usage */
export default defineService({
  id: 'macosx',
  name: 'MacOSX Notification',
  homepage: 'https://github.com/julienXX/terminal-notifier',
  schemes: { plain: ['macosx'] },
  needs: 'macos',
  requirements: {
    details:
      'Only works with Mac OS X 10.8 and higher. Additionally ' +
      ' requires that /usr/local/bin/terminal-notifier is locally accessible.',
  },
  limits: { lines: MAX_DESKTOP_LINES },
  ...desktop,
  canonical: '_/',
  fields: {
    include_image: includeImageField,
    click: field.text('Open/Click URL'),
    sound: field.text('Sound', { late: true }),
  },
  identity: 'none',

  requests: ({ include_image, click, sound }, { title, body, type }, context) => ({
    protocol: 'macos',
    title,
    text: body,
    clickUrl: click,
    sound,
    iconUrl: include_image ? context.image(type) : undefined,
  }),
});
