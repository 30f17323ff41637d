import type { AnyDefinition } from '../../service/define.ts';

/** What can be looked for among services. */
export interface Findable {
  readonly name: string;
  /** A category of the catalog, or `custom`. */
  readonly category: string;
  readonly schemes: readonly string[];
}

/** A service of the catalog as it is looked for. */
export interface KnownService extends Findable {
  readonly definition: AnyDefinition;
}

/** How well a service fits a text, 0 best; undefined if it does not. */
function rankOf({ name, schemes }: Findable, text: string): number | undefined {
  const words = [name.toLowerCase(), ...schemes];
  if (words.includes(text)) return 0;
  if (words.some((word) => word.startsWith(text))) return 1;
  return words.some((word) => word.includes(text)) ? 2 : undefined;
}

/** The services that fit a text and a category, where these are not empty; the best first, then by name. */
export function findServices<S extends Findable>(services: readonly S[], text: string, category: string): S[] {
  const wanted = text
    .trim()
    .toLowerCase()
    .replace(/:\/\/.*$/, '');
  return services
    .filter((service) => category === '' || service.category === category)
    .flatMap((service) => {
      const rank = rankOf(service, wanted);
      return rank === undefined ? [] : [{ service, rank }];
    })
    .toSorted((one, other) => one.rank - other.rank || one.service.name.localeCompare(other.service.name, 'en'))
    .map(({ service }) => service);
}
