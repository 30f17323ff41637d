import { defineService, field, http } from '../service/index.ts';

const DEVICES = { all: ['ios', 'android'], ios: ['ios'], android: ['android'] } as const;

/** https://docs.parseplatform.org/rest/guide/#sending-pushes */
export default defineService({
  id: 'parsep',
  name: 'Parse Platform',
  category: 'push',
  homepage: ' https://parseplatform.org/',
  setup: 'https://appriseit.com/services/parseplatform/',
  schemes: { plain: ['parsep'], secure: ['parseps'] },

  url: '{app_id}:{master_key}@{host}[:{port}]',
  canonical: '{app_id}:{master_key}@{host}[:{port}]{fullpath}/',
  fields: {
    host: field.host(),
    port: field.port({ bare: true }),
    fullpath: field.path(),
    app_id: field.secret('App ID', { required: true, aliases: ['app_id'] }),
    master_key: field.secret('Master Key', { required: true, aliases: ['master_key'] }),
    device: field.choice('Device', ['all', 'ios', 'android'], { default: 'all' }),
  },
  identity: ({ secure, app_id, master_key, host, port, fullpath }) => [
    secure ? 'parseps' : 'parsep',
    app_id,
    master_key,
    host,
    port,
    fullpath,
  ],

  requests: (settings, { title, body }) => {
    const { app_id, master_key, fullpath, device } = settings;
    return http.post(`${http.origin(settings)}${fullpath.replace(/\/+$/, '')}/parse/push/`, {
      headers: { 'X-Parse-Application-Id': app_id, 'X-Parse-Master-Key': master_key },
      json: { where: { deviceType: { $in: DEVICES[device] } }, data: { title, alert: body } },
    });
  },
});
