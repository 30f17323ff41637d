import { checkPosition, desktopRequest, freedesktop, freedesktopFields } from '../service/freedesktop.ts';
import { defineService } from '../service/index.ts';

/** https://specifications.freedesktop.org/notification-spec/latest/ */
export default defineService({
  id: 'qt',
  name: 'DBus Notification',
  homepage: 'http://www.freedesktop.org/Software/dbus/',
  schemes: { plain: ['qt', 'kde', 'dbus'] },
  keepsScheme: true,
  requirements: { details: 'libdbus-1.so.x must be installed.' },
  ...freedesktop,
  fields: freedesktopFields,
  identity: 'none',
  resolve: checkPosition,
  requests: desktopRequest,
});
