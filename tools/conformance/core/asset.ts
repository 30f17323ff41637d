import {
  colorNumberOf,
  colorOf,
  defaultAsset,
  imageUrl,
  logoUrl,
  markOf,
  type ImageSize,
} from '../../../src/service/asset.ts';
import { MESSAGE_TYPES, type MessageType } from '../../../src/service/message.ts';
import { Skip, type Judge, type Row } from './judge.ts';

interface Input {
  readonly type?: MessageType;
  readonly mask?: string | null;
  readonly theme?: string | null;
  readonly size?: ImageSize;
}

const SIZES = ['32x32', '72x72', '128x128', '256x256'] as const;
const { appId, appDescription, appUrl, theme, imageExtension, imageUrlMask, imageUrlLogo } = defaultAsset;

const DEFAULTS: Readonly<Record<string, unknown>> = {
  app_id: appId,
  app_desc: appDescription,
  app_url: appUrl,
  theme,
  default_extension: imageExtension,
  image_url_mask: imageUrlMask,
  image_url_logo: imageUrlLogo,
  interpret_emojis: defaultAsset.interpretEmojis ?? null,
  interpret_escapes: defaultAsset.interpretEscapes,
  default_service_retry: defaultAsset.defaultRetry,
  default_service_wait: defaultAsset.defaultWaitSeconds,
  http_redirects: defaultAsset.followRedirects,
  pgp_autogen: defaultAsset.generateKeys,
  pem_autogen: defaultAsset.generateKeys,
  storage_path: defaultAsset.storagePath ?? null,
  storage_idlen: defaultAsset.identityLength,
};

function typeFacts(type: MessageType): unknown {
  if (!MESSAGE_TYPES.includes(type)) throw new Skip('message types are known ones');
  const number = colorNumberOf(type);
  return {
    color: colorOf(type),
    color_int: number,
    color_rgb: [number >> 16, (number >> 8) & 0xff, number & 0xff],
    ascii: markOf(type),
    image_url: Object.fromEntries(SIZES.map((size) => [size, imageUrl(defaultAsset, type, size)])),
    image_url_default: imageUrl(defaultAsset, type, '256x256'),
    logo: logoUrl(defaultAsset),
    image_jpg: imageUrl(defaultAsset, type, '72x72', '.jpg'),
  };
}

/** Leaves out settings of the library that a server has no use for. */
export const prepare = (row: Row): Row => {
  if (row.kind !== 'defaults') return row;
  const known = Object.entries(row.out as object).filter(([name]) => name in DEFAULTS);
  return { ...row, out: Object.fromEntries(known) };
};

export const judge: Judge<Input> = ({ kind, in: input }) => {
  switch (kind) {
    case 'defaults':
      return DEFAULTS;
    case 'type':
      return typeFacts(input.type ?? 'info');
    case 'image_mask': {
      const asset = { ...defaultAsset, imageUrlMask: input.mask ?? undefined, theme: input.theme ?? '' };
      return imageUrl(asset, input.type ?? 'info', input.size ?? '256x256') || null;
    }
    default:
      throw new Skip('colours are those of message types, settings are typed');
  }
};
