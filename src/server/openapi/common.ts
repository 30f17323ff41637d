import { MEDIA } from '../content.ts';
import { NO_FORMAT, type Form } from '../forms.ts';
import { THEMES } from '../environment.ts';
import type { Answer, Operation, Parameter, Schema } from './operation.ts';

export const TEXT: Schema = { type: 'string' };

/** Service URLs in all the forms in which they are accepted. */
export const URLS: Schema = {
  description: 'URLs of services, separated by commas or spaces; in JSON also a list, or objects with their parts.',
  anyOf: [TEXT, { type: 'array', items: { anyOf: [TEXT, { type: 'object' }] } }, { type: 'object' }],
};

export const CONFIRMED: Answer = {
  description: 'It is done.',
  content: {
    [MEDIA.json]: {
      title: 'Confirmation',
      type: 'object',
      properties: { error: { type: 'null' } },
      required: ['error'],
    },
    [MEDIA.text]: TEXT,
  },
};

/** The schema of a form: its texts within the bounds of the form, with what `fields` says of them. */
export const formSchema = (form: Form, fields: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(form).map(([name, { maxLength, values, fallback }]) => [
      name,
      {
        type: 'string',
        ...(maxLength !== undefined && { maxLength }),
        ...(values !== undefined && { enum: values.filter((value) => value !== NO_FORMAT) }),
        ...(fallback !== undefined && { default: fallback }),
        description: fields[name]?.description ?? '',
      },
    ]),
  ),
});

const THEME: Parameter = {
  name: 'theme',
  in: 'query',
  description: 'How pages look from now on.',
  schema: { type: 'string', enum: THEMES },
};

/** A page for people, which a server that is for programs only does not show. */
export const pageOperation = (id: string, summary: string, parameters: readonly Parameter[] = []): Operation => ({
  id,
  section: 'Pages',
  summary,
  parameters: [...parameters, THEME],
  answers: { 200: { description: 'The page.', content: { [MEDIA.html]: TEXT } } },
  refusals: ['no-pages'],
});
