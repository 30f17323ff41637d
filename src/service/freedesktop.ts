import type { Context } from './define.ts';
import { MAX_DESKTOP_LINES, desktop, includeImageField, urgencyField } from './desktop.ts';
import { UrlError } from './errors.ts';
import { field, type SettingsOf } from './fields.ts';
import type { Message, MessageType } from './message.ts';
import type { DesktopRequest } from './protocols.ts';

const TIMEOUT_MILLISECONDS = 13_000;

/** Of the Icon Naming Specification, which every theme follows. */
const ICONS: Readonly<Record<MessageType, string>> = {
  info: 'dialog-information',
  success: 'emblem-default',
  warning: 'dialog-warning',
  failure: 'dialog-error',
};

/** The icon of a message type, unless there are to be none. */
export const desktopIcon = (include: boolean, type: MessageType, context: Context): string | undefined =>
  include && context.image(type) !== undefined ? ICONS[type] : undefined;

const axis = { min: 0, late: true } as const;

/** What the services that talk to the desktops of freedesktop.org have in common. */
export const freedesktop = {
  ...desktop,
  setup: 'https://appriseit.com/services/dbus/',
  limits: { lines: MAX_DESKTOP_LINES },
  canonical: '_/',
} as const;

export const freedesktopFields = {
  include_image: includeImageField,
  urgency: urgencyField,
  x_axis: field.integer('X-Axis', { ...axis, key: 'x' }),
  y_axis: field.integer('Y-Axis', { ...axis, key: 'y' }),
} as const;

type FreedesktopSettings = SettingsOf<typeof freedesktopFields>;

/** Refuses half a position. */
export function checkPosition(settings: FreedesktopSettings): FreedesktopSettings {
  if ((settings.x_axis === undefined) !== (settings.y_axis === undefined))
    throw new UrlError('invalid-field', { field: 'x' });
  return settings;
}

/** A message as these desktops take it: one without a title has its text as summary. */
export function desktopRequest(
  { include_image, urgency, x_axis: x, y_axis: y }: FreedesktopSettings,
  { title, body, type, format }: Message,
  context: Context,
): DesktopRequest {
  return {
    protocol: 'dbus',
    application: context.asset.appId,
    summary: title || body,
    body: title ? body : '',
    isMarkup: format === 'html',
    urgency,
    icon: desktopIcon(include_image, type, context),
    position: x === undefined || y === undefined ? undefined : { x, y },
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  };
}
