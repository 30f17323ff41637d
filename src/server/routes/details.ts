import { detailsOf } from '../../service/details.ts';
import { pageContext, sendPage } from '../answers.ts';
import { jsonContent, type Content } from '../content.ts';
import type { ServerContext } from '../context.ts';
import { isTrue } from '../environment.ts';
import { detailsPage } from '../pages/details.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../router.ts';
import type { Services } from '../services.ts';

/** The release of Apprise whose services these are; clients go by it. */
const APPRISE_VERSION = '1.13.0';

const upperName = ({ name }: { readonly name: string }): string => name.toUpperCase();

/** The services in the order they are published; those that may not be used only if asked for. */
function list(services: Services, all: boolean) {
  return services.catalog.definitions
    .filter((definition) => all || services.disabledReason(definition) === undefined)
    .toSorted((a, b) => (upperName(a) < upperName(b) ? -1 : 1))
    .map((definition) => ({ definition, isEnabled: services.disabledReason(definition) === undefined }));
}

function describeAll(services: Services, all: boolean): Content {
  const { appId, appDescription, imageExtension, theme, imageUrlMask, imageUrlLogo } = services.asset;
  return jsonContent({
    version: APPRISE_VERSION,
    schemas: list(services, all).map(({ definition, isEnabled }) => {
      const {
        requirements: _,
        enabled: __,
        ...entry
      } = detailsOf(definition, services.isCustom(definition) ? 'custom' : 'native');
      return { ...entry, ...(all && { enabled: isEnabled }) };
    }),
    asset: {
      app_id: appId,
      app_desc: appDescription,
      default_extension: imageExtension,
      theme,
      // Icons are shown from the web only.
      image_path_mask: '',
      image_url_mask: imageUrlMask ?? '',
      image_url_logo: imageUrlLogo ?? '',
    },
  });
}

/** Which services there are and how their URLs are written. */
export function detailsRoute({ settings, services }: ServerContext): Route {
  const written = new Map<boolean, Content>();
  return {
    path: '/details',
    view: 'details',
    get(exchange) {
      const all = isTrue(exchange.query.get('all') ?? '');
      if (exchange.wantsJson) {
        let content = written.get(all);
        if (!content) written.set(all, (content = describeAll(services, all)));
        return exchange.sendCompressible(200, content);
      }
      if (settings.apiOnly) throw new Refusal('no-pages');
      return sendPage(exchange, detailsPage(pageContext(settings, exchange), list(services, all)));
    },
  };
}
