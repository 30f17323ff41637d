import type { PublishedService } from './client.ts';

/** All schemes of a service of the server. */
export const schemesPublished = ({ protocols, secure_protocols: secure }: PublishedService): readonly string[] => [
  ...(protocols ?? []),
  ...(secure ?? []),
];

/** The schemes that the server does not take. */
export const unavailableSchemes = (published: readonly PublishedService[]): ReadonlySet<string> =>
  new Set(published.filter(({ enabled }) => !enabled).flatMap(schemesPublished));

/** The schemes of the services that plugins of the server add. */
export const pluginSchemes = (published: readonly PublishedService[]): readonly string[] =>
  published.filter(({ category }) => category === 'custom').flatMap(schemesPublished);
