import { desktop, includeImageField, MAX_DESKTOP_LINES, urgencyField } from '../service/desktop.ts';
import { desktopIcon } from '../service/freedesktop.ts';
import { defineService } from '../service/index.ts';

/** https://specifications.freedesktop.org/notification-spec/latest/ */
export default defineService({
  id: 'gnome',
  name: 'Gnome Notification',
  homepage: 'https://www.gnome.org/',
  schemes: { plain: ['gnome'] },
  requirements: { details: 'A local Gnome environment is required.' },
  limits: { title: 0, lines: MAX_DESKTOP_LINES },
  ...desktop,
  canonical: '',
  fields: { include_image: includeImageField, urgency: urgencyField },
  identity: 'none',

  requests: ({ include_image, urgency }, { body, type }, context) => ({
    protocol: 'dbus',
    application: context.asset.appId,
    summary: body,
    body: '',
    isMarkup: false,
    urgency,
    icon: desktopIcon(include_image, type, context),
    position: undefined,
    timeoutMilliseconds: undefined,
  }),
});
