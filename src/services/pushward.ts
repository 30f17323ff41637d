import { defineService, field, http } from '../service/index.ts';

const LEVELS = ['passive', 'active', 'time-sensitive', 'critical'] as const;
const levelField = <const D extends (typeof LEVELS)[number]>(label: string, fallback: D) =>
  field.choice(label, LEVELS, { default: fallback, match: 'prefix', written: 'changed' });

/** https://pushward.app/docs */
export default defineService({
  id: 'pushward',
  name: 'PushWard',
  category: 'push',
  homepage: 'https://pushward.app/',
  schemes: { secure: ['pushward'] },
  limits: { title: 256, body: 3000 },
  imageSize: '128x128',

  url: '{apikey}',
  fields: {
    apikey: field.secret('Integration Key', { required: true, aliases: ['apikey'], pattern: /^hlk_[A-Za-z0-9]+$/i }),
    level: field.choice('Level', LEVELS, { match: 'prefix' }),
    info: levelField('Info Level', 'active'),
    success: levelField('Success Level', 'active'),
    warning: levelField('Warning Level', 'time-sensitive'),
    failure: levelField('Failure Level', 'time-sensitive'),
    volume: field.float('Volume', { min: 0, max: 1 }),
  },

  accept: [200, 201],
  requests: (settings, { title, body, type }, context) => {
    const { apikey, volume } = settings;
    const level = settings.level ?? settings[type];
    return http.post('https://api.pushward.app/notifications', {
      auth: http.bearer(apikey),
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      json: {
        title: title || context.asset.appDescription,
        body,
        level,
        icon_url: context.image(type),
        volume: level === 'critical' ? volume : undefined,
      },
    });
  },
});
