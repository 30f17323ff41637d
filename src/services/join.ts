import { defineService, field, http } from '../service/index.ts';
import { priorityField } from '../service/priorities.ts';

const GROUPS = ['all', 'android', 'chrome', 'windows10', 'phone', 'tablet', 'pc'] as const;
const GROUP = new RegExp(`^(?:group\\.)?(${GROUPS.join('|')})$`, 'i');
const DEVICE = /^[a-z0-9]{32}$/i;

/** A group by its full name, anything else as it is. */
function readTarget(text: string): string {
  const group = GROUP.exec(text)?.[1];
  return group === undefined ? text : `group.${group.toLowerCase()}`;
}

/** https://joaoapps.com/join/api/ */
export default defineService({
  id: 'join',
  name: 'Join',
  category: 'push',
  homepage: 'https://joaoapps.com/join/',
  schemes: { secure: ['join'] },
  limits: { body: 1000 },
  imageSize: '72x72',

  url: '{apikey}/{targets}',
  fields: {
    apikey: field.secret('API Key', { required: true, pattern: DEVICE }),
    targets: field.list('Targets', {
      required: 'published',
      aliases: ['to'],
      sorted: true,
      kinds: {
        device: { label: 'Device ID', key: 'device', pattern: DEVICE },
        device_name: { label: 'Device Name', key: 'device_name' },
        group: { label: 'Group', key: 'group', values: GROUPS },
      },
    }),
    priority: priorityField,
    include_image: field.flag('Include Image', { key: 'image', default: false }),
  },
  resolve: (settings, { include_image }) => ({
    ...settings,
    include_image: include_image === undefined ? true : settings.include_image,
    targets: settings.targets.length > 0 ? settings.targets.map(readTarget).toSorted() : ['group.all'],
  }),
  count: ({ targets }) => targets.length,

  requests: ({ apikey, targets, priority, include_image }, { title, body, type }, context) =>
    targets.map((target) =>
      http.post('https://joinjoaomgcd.appspot.com/_ah/api/messaging/v1/sendPush', {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        query: {
          apikey,
          priority,
          title,
          text: body,
          [DEVICE.test(target) || GROUP.test(target) ? 'deviceId' : 'deviceNames']: target,
          icon: include_image ? context.image(type) : undefined,
        },
      }),
    ),
});
