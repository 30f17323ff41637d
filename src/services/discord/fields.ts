import { field } from '../../service/index.ts';

/** How a message looks. */
export const looksFields = {
  tts: field.flag('Text To Speech', { default: false }),
  avatar: field.flag('Avatar Image', { default: true }),
  footer: field.flag('Display Footer', { default: false }),
  footer_logo: field.flag('Footer Logo', { default: true }),
  include_image: field.flag('Include Image', { key: 'image', default: false }),
  fields: field.flag('Use Fields', { default: true }),
} as const;

/** What a message is sent with, and where it appears. */
export const messageFields = {
  avatar_url: field.text('Avatar URL'),
  flags: field.integer('Discord Flags', { min: 0 }),
  href: field.text('URL', { aliases: ['url'] }),
  thread: field.text('Thread ID'),
} as const;

export const pingField = field.list('Ping Users/Roles');
