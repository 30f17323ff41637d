import { CONFIG_FORMATS, detectFormat, type ConfigFormat } from '../../../src/config/detect.ts';
import type { AssetChanges } from '../../../src/config/asset.ts';
import { parseConfiguration } from '../../../src/config/parse.ts';
import type { Entry } from '../../../src/engine/engine.ts';
import { defaultAsset } from '../../../src/service/asset.ts';
import { createCatalog } from '../../../src/service/load.ts';
import { formatUrl } from '../../../src/service/write.ts';
import { definitions } from '../../../src/services/index.ts';
import { tagEntries } from './tags.ts';
import type { Row } from './judge.ts';

export const catalog = createCatalog(definitions);

/** A loaded service as the configuration files show it. */
export const server = ({ service, tags }: Entry): Record<string, unknown> => ({
  service: service.definition.name,
  url: formatUrl(service),
  tags: tagEntries(tags),
  ...(service.asset.appId !== defaultAsset.appId && { app_id: service.asset.appId }),
});

/** What the settings of an asset are called in configurations. */
const PUBLISHED: ReadonlyMap<string, string> = new Map([
  ['appId', 'app_id'],
  ['appDescription', 'app_desc'],
  ['appUrl', 'app_url'],
  ['theme', 'theme'],
  ['imageExtension', 'default_extension'],
  ['imageUrlMask', 'image_url_mask'],
  ['imageUrlLogo', 'image_url_logo'],
  ['parallel', 'async_mode'],
  ['interpretEscapes', 'interpret_escapes'],
  ['abortOnChainFailure', 'abort_on_chain_failure'],
  ['followRedirects', 'http_redirects'],
  ['timeZone', 'timezone'],
  ['generateKeys', 'generate_keys'],
]);

const defaults: AssetChanges = { ...defaultAsset, parallel: true, abortOnChainFailure: false };

function published(changes: AssetChanges): Record<string, unknown> | undefined {
  const changed = Object.entries(changes).filter(([name, value]) => defaults[name as keyof AssetChanges] !== value);
  return changed.length === 0
    ? undefined
    : Object.fromEntries(changed.map(([name, value]) => [PUBLISHED.get(name) ?? name, value]));
}

interface Input {
  readonly content: string;
  readonly format: string | null;
}

const isFormat = (text: string): text is ConfigFormat => CONFIG_FORMATS.some((known) => known === text);

/** What is made of content in a format nobody knows. */
const nothing = { entries: [], includes: [], changes: {} };

/** Judges a row of the configuration files. */
export function judgeContent({ in: { content, format: given } }: Row<Input>): unknown {
  const detected = detectFormat(content) ?? null;
  const format = given?.toLowerCase();
  const isKnown = format === undefined || isFormat(format);
  const { entries, includes, changes } = isKnown
    ? parseConfiguration(content, format, { catalog, asset: defaultAsset })
    : nothing;
  return {
    detected,
    servers: entries.map(server),
    includes: includes.map(({ location }) => location),
    asset: published(changes),
    add_config: isKnown && (format !== undefined || detected !== null),
  };
}
