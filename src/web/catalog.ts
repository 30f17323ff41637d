/** All service definitions with what reads and writes their URLs; large, so that it is imported when it is needed. */
import { parseConfiguration } from '../config/parse.ts';
import { defaultAsset } from '../service/asset.ts';
import { createCatalog, loadService, type Service } from '../service/load.ts';
import { definitions } from '../services/index.ts';

export const catalog = createCatalog(definitions);

/** The service a URL stands for; throws UrlError if none does. */
export const load = (url: string): Service => loadService(url, { catalog });

/** What a configuration says, read as the server reads it. */
export const parse = (content: string, format: 'text' | 'yaml' | undefined) =>
  parseConfiguration(content, format, { catalog, asset: defaultAsset });

export { definitions };
export { schemesOf, setupPageOf, templatesOf } from '../service/details.ts';
export { UrlError } from '../service/errors.ts';
export { fillForm, writeForm } from '../service/form-url.ts';
export { formFields, formTemplates } from '../service/form.ts';
export { keyOf } from '../service/fields.ts';
export { formatUrl } from '../service/write.ts';
