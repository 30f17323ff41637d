import { colorNumberOf, colorOf } from './asset.ts';
import type { DeliverContext } from './define.ts';
import { field } from './fields.ts';
import type { Json } from './http.ts';
import type { Message } from './message.ts';
import { loadText, readLocation, writeLocation } from './named-files.ts';

const MAX_TEMPLATE_CHARACTERS = 35_000;

/** The fields of services whose payload may come out of a file of the user's own. */
export const templateField = field.secret('Template Path', { mask: 'none', read: readLocation });
export const templateTokensField = field.map('Template Tokens', ':', { mask: 'all' });

/** How a template's place is written into a URL. */
export const writeTemplate = ({ template }: { readonly template?: string | undefined }) => ({
  template: template && writeLocation(template),
});

interface TemplateSettings {
  readonly template?: string | undefined;
  readonly tokens: ReadonlyMap<string, string>;
}

/** A text with `{{name}}` replaced by values, each as it stands within quotes in JSON; other names stay. */
export function fillJsonTemplate(text: string, values: ReadonlyMap<string, string>): string {
  const known = new Map([...values].map(([name, value]) => [name.toLowerCase(), value]));
  return text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => {
    const value = known.get(name.toLowerCase());
    return value === undefined ? whole : JSON.stringify(value).slice(1, -1);
  });
}

export type JsonObject = Readonly<Record<string, Json>>;
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON object a template makes of a message, or undefined after a failure. */
export async function fromTemplate(
  { template, tokens }: TemplateSettings,
  { title, body, type }: Message,
  context: DeliverContext,
  image: string | undefined = context.image(type),
): Promise<JsonObject | undefined> {
  const { appId, appDescription, appUrl } = context.asset;
  const text = await loadText(template ?? '', MAX_TEMPLATE_CHARACTERS, context);
  if (text === undefined) {
    context.fail('The template could not be read');
    return undefined;
  }
  const values = new Map([
    ...tokens,
    ['app_body', body],
    ['app_title', title],
    ['app_type', type],
    ['app_id', appId],
    ['app_desc', appDescription],
    ['app_color', colorOf(type)],
    ['app_color_hex', colorOf(type)],
    ['app_color_int', String(colorNumberOf(type))],
    ['app_image_url', image ?? ''],
    ['app_url', appUrl],
  ]);
  try {
    const value: unknown = JSON.parse(fillJsonTemplate(text, values));
    if (isJsonObject(value)) return value;
  } catch {
    // Reported below, as what is JSON but no object.
  }
  context.fail('The template is not a JSON object');
  return undefined;
}
