import { defineService, field, http } from '../service/index.ts';

const API = 'https://dot.mindreset.tech/api/authV2/open/device';
const MODES = ['text', 'image'] as const;
const DITHER_TYPES = ['DIFFUSION', 'ORDERED', 'NONE'] as const;
const DITHER_KERNELS = [
  'THRESHOLD',
  'ATKINSON',
  'BURKES',
  'FLOYD_STEINBERG',
  'SIERRA2',
  'STUCKI',
  'JARVIS_JUDICE_NINKE',
  'DIFFUSION_ROW',
  'DIFFUSION_COLUMN',
  'DIFFUSION_2D',
] as const;

/** https://dot.mindreset.tech/docs/server/template/api/text_api */
export default defineService({
  id: 'dot',
  name: 'Dot.',
  category: 'home',
  homepage: 'https://dot.mindreset.tech',
  schemes: { secure: ['dot'] },
  imageSize: '128x128',
  attachments: 'inline',

  url: '{apikey}@{device_id}/',
  canonical: '{apikey}@{device_id}/',
  fields: {
    apikey: field.secret('API Key', { required: 'published', mask: 'all' }),
    device_id: field.text('Device Serial Number', { required: true }),
    refresh_now: field.flag('Refresh Now', { key: 'refresh', default: true }),
    mode: field.choice('API Mode', MODES, { default: 'text', lenient: true, written: 'changed' }),
    signature: field.text('Text Signature'),
    icon: field.text('Icon Base64 (Text API)'),
    image_data: field.text('Image Base64 (Image API)', { key: 'image' }),
    border: field.integer('Border', { min: 0, max: 1, default: 0, lenient: true, written: 'set' }),
    dither_type: field.choice('Dither Type', DITHER_TYPES, { default: 'DIFFUSION', lenient: true, written: 'changed' }),
    dither_kernel: field.choice('Dither Kernel', DITHER_KERNELS, {
      default: 'FLOYD_STEINBERG',
      lenient: true,
      written: 'changed',
    }),
    link: field.text('Link'),
    task_key: field.text('Task Key'),
  },
  identity: ['apikey', 'device_id', 'mode'],
  // The mode may stand in the path instead.
  read: (raw, { path = '' }) => ({ ...raw, mode: path.split('/')[1] }),
  // What is not given is left to the device.
  resolve: (settings, raw) => {
    const given = <T>(name: string, value: T): T | undefined => (raw[name] === undefined ? undefined : value);
    return {
      ...settings,
      border: given('border', settings.border),
      dither_type: given('dither_type', settings.dither_type),
      dither_kernel: given('dither_kernel', settings.dither_kernel),
    };
  },
  count: () => 1,

  requests: (settings, { title, body, attachments: [file] }) => {
    const { apikey, device_id, mode, refresh_now, signature, icon, link, task_key } = settings;
    if (!apikey) return [];
    const post = (kind: (typeof MODES)[number], content: Readonly<Record<string, unknown>>) =>
      http.post(`${API}/${encodeURIComponent(device_id)}/${kind}`, {
        auth: http.bearer(apikey),
        json: { ...content, refreshNow: refresh_now, link, taskKey: task_key },
      });
    const text = { title: title || undefined, message: body || undefined, signature, icon };
    const { border, dither_type, dither_kernel } = settings;
    const image = settings.image_data ?? (file && http.base64(file));
    return [
      ...(mode === 'text' && (title || body) ? [post('text', text)] : []),
      ...(image ? [post('image', { image, border, ditherType: dither_type, ditherKernel: dither_kernel })] : []),
    ];
  },
});
