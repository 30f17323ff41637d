import { createHash } from 'node:crypto';
import { defaultAsset, type Asset } from '../../../src/service/asset.ts';
import { identify, identityParts } from '../../../src/service/write.ts';
import type { Service } from '../../../src/service/load.ts';
import { Skip, type Judge } from './judge.ts';
import { load, needsScheme } from './services.ts';

interface Input {
  readonly url: string;
  readonly salt?: string | null;
  readonly length?: number | null;
}

function loaded(url: string, asset: Asset): Service {
  needsScheme(url);
  const service = load(url, asset);
  if (!service) throw new Error(`does not load: ${url}`);
  return service;
}

export const judge: Judge<Input> = ({ kind, in: { url, salt, length } }) => {
  switch (kind) {
    case 'url': {
      const service = loaded(url, defaultAsset);
      const parts = identityParts(service);
      const full = createHash('sha256').update(parts.join('')).digest('hex');
      return { uid: identify(service), full, identifier_parts: parts };
    }
    case 'salt_and_length':
      return identify(
        loaded(url, {
          ...defaultAsset,
          identitySalt: new TextEncoder().encode(salt ?? ''),
          identityLength: length ?? defaultAsset.identityLength,
        }),
      );
    default:
      throw new Skip('identities are those of definitions, settings of an asset are typed');
  }
};
