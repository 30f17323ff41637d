import { desktop, includeImageField } from '../service/desktop.ts';
import { defineService, field } from '../service/index.ts';

const ICONS = { info: 'Info', success: 'Info', warning: 'Warning', failure: 'Error' } as const;

/** https://learn.microsoft.com/dotnet/api/system.windows.forms.notifyicon */
export default defineService({
  id: 'windows',
  name: 'Windows Notification',
  schemes: { plain: ['windows'] },
  needs: 'windows',
  requirements: { details: 'A local Microsoft Windows environment is required.' },
  limits: { lines: 2 },
  ...desktop,
  canonical: '',
  fields: {
    include_image: includeImageField,
    duration: field.integer('Duration', { default: 12, min: 1, lenient: true }),
  },
  identity: 'none',

  requests: ({ include_image, duration }, { title, body, type }, { asset }) => ({
    protocol: 'windows',
    application: asset.appId,
    title,
    text: body,
    icon: include_image ? ICONS[type] : 'None',
    seconds: duration,
  }),
});
