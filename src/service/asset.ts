import type { MessageType } from './message.ts';

export type ImageSize = '32x32' | '72x72' | '128x128' | '256x256';

/** What every service shares: how the application calls itself, its icons and the defaults of the common options. */
export interface Asset {
  readonly appId: string;
  readonly appDescription: string;
  readonly appUrl: string;
  readonly theme: string;
  readonly imageExtension: string;
  /** With the placeholders {THEME}, {TYPE}, {XY} and {EXTENSION}; undefined: no images. */
  readonly imageUrlMask: string | undefined;
  readonly imageUrlLogo: string | undefined;
  /** Interpret `:name:`: true unless a service says no, undefined only where a service says yes, false never. */
  readonly interpretEmojis: boolean | undefined;
  /** Interpret backslash escapes in title and body. */
  readonly interpretEscapes: boolean;
  readonly defaultRetry: number;
  readonly defaultWaitSeconds: number;
  readonly followRedirects: boolean;
  /** Characters of an identity; 0 is all of them. */
  readonly identityLength: number;
  readonly identitySalt: Uint8Array;
  /** The zone of dates in messages where a service names none. */
  readonly timeZone: string;
  /** Where services keep sessions and key files; undefined keeps them in memory. */
  readonly storagePath: string | undefined;
  readonly storageMode: 'auto' | 'flush' | 'memory';
  /** Whether services without a key of their own may generate one. */
  readonly generateKeys: boolean;
  /** Whether services are notified side by side or one after another. */
  readonly parallel: boolean;
  /** Whether a chain of escalation that failed keeps the others from escalating further. */
  readonly abortOnChainFailure: boolean;
}

export const defaultAsset: Asset = {
  appId: 'Apprise',
  appDescription: 'Apprise Notifications',
  appUrl: 'https://github.com/caronc/apprise',
  theme: 'default',
  imageExtension: '.png',
  imageUrlMask:
    'https://github.com/caronc/apprise/raw/master/apprise/assets/themes/{THEME}/apprise-{TYPE}-{XY}{EXTENSION}',
  imageUrlLogo: 'https://github.com/caronc/apprise/raw/master/apprise/assets/themes/{THEME}/apprise-logo.png',
  interpretEmojis: undefined,
  interpretEscapes: false,
  defaultRetry: 0,
  defaultWaitSeconds: 0.5,
  followRedirects: true,
  identityLength: 8,
  identitySalt: new Uint8Array(),
  timeZone: 'UTC',
  storagePath: undefined,
  storageMode: 'memory',
  generateKeys: true,
  parallel: true,
  abortOnChainFailure: false,
};

const fillMask = (mask: string, values: Readonly<Record<string, string>>): string =>
  mask.replace(/\{(THEME|TYPE|XY|EXTENSION)\}/g, (_, name: string) => values[name] ?? '');

/** The address of the icon of a message type, or undefined when images are off. */
export const imageUrl = (
  { imageUrlMask, theme, imageExtension }: Asset,
  type: MessageType,
  size: ImageSize,
  extension = imageExtension,
): string | undefined =>
  imageUrlMask && fillMask(imageUrlMask, { THEME: theme, TYPE: type, XY: size, EXTENSION: extension });

/** The address of the application's logo, or undefined when it is off. */
export const logoUrl = ({ imageUrlLogo, theme }: Asset): string | undefined =>
  imageUrlLogo && fillMask(imageUrlLogo, { THEME: theme });

const COLORS: Readonly<Record<MessageType, string>> = {
  info: '#3AA3E3',
  success: '#3AA337',
  failure: '#A32037',
  warning: '#CACF29',
};
/** The colour of a message type as `#RRGGBB`. */
export const colorOf = (type: MessageType): string => COLORS[type];
/** The colour of a message type as one number. */
export const colorNumberOf = (type: MessageType): number => parseInt(COLORS[type].slice(1), 16);

const MARKS: Readonly<Record<MessageType, string>> = { info: '[i]', success: '[+]', failure: '[!]', warning: '[~]' };
/** The mark of a message type for plain text. */
export const markOf = (type: MessageType): string => MARKS[type];
