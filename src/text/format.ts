/** The formats a message can be written in and a service can show, in the order they are published. */
export const FORMATS = ['html', 'markdown', 'text'] as const;
export type Format = (typeof FORMATS)[number];
