import { checkPosition, desktopRequest, freedesktop, freedesktopFields } from '../service/freedesktop.ts';
import { defineService } from '../service/index.ts';

/** https://specifications.freedesktop.org/notification-spec/latest/ */
export default defineService({
  id: 'glib',
  name: 'GLib Notification',
  homepage: 'https://lazka.github.io/pgi-docs/Gio-2.0/classes/DBusProxy.html',
  schemes: { plain: ['glib', 'gio'] },
  requirements: { details: 'libdbus-1.so.x or libdbus-2.so.x must be installed.' },
  ...freedesktop,
  fields: freedesktopFields,
  // The parts of `glib://_/`: no password or user, the host, no port or path, and not encrypted.
  identity: () => ['glib', '\0', '\0', '_', '\0', '', 'i'],
  resolve: checkPosition,
  requests: desktopRequest,
});
