/** Writes the skeleton of a service and its vectors: `npm run new-service -- ID "Name"`. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [id, name = id] = process.argv.slice(2);
if (id === undefined || !/^[a-z0-9]{1,32}$/.test(id)) {
  console.error('Usage: npm run new-service -- ID "Name"; the id is the scheme: up to 32 of a-z and 0-9');
  process.exit(1);
}
const directory = join(import.meta.dirname, '..', 'src', 'services');
for (const taken of [`${id}.ts`, id])
  if (existsSync(join(directory, taken))) {
    console.error(`There is a service ${id} already: src/services/${taken}`);
    process.exit(1);
  }

const quoted = `'${String(name).replaceAll("'", String.raw`\'`)}'`;
const service = `import { defineService, field, http } from '../service/index.ts';

/** The address of the vendor's documentation. */
export default defineService({
  id: '${id}',
  name: ${quoted},
  category: 'push',
  homepage: 'https://${id}.example/',
  schemes: { secure: ['${id}'] },
  limits: { body: 1000 },

  url: '{token}',
  fields: {
    token: field.secret('Token', { required: true, aliases: ['token'] }),
  },

  requests: ({ token }, { title, body }) =>
    http.post('https://api.${id}.example/messages', { auth: http.bearer(token), json: { title, text: body } }),
});
`;
const options = 'format=text&overflow=upstream&retry=0&wait=0.5&optional=no';
const vectors = [
  {
    name: 'a token',
    url: `${id}://s3cret`,
    canonical: `${id}://s3cret/?${options}`,
    masked: `${id}://s...t/?${options}`,
    message: { title: 'Door', body: 'opened' },
    requests: [{ method: 'POST', url: `https://api.${id}.example/messages`, json: { title: 'Door', text: 'opened' } }],
    delivered: true,
  },
  { name: 'a refusal', url: `${id}://s3cret`, message: { body: 'x' }, replies: [{ status: 401 }], delivered: false },
  { name: 'no token is refused', url: `${id}://`, refused: 'missing-field' },
];

writeFileSync(join(directory, `${id}.ts`), service);
writeFileSync(
  join(directory, `${id}.vectors.json`),
  `[\n${vectors.map((vector) => `  ${JSON.stringify(vector)}`).join(',\n')}\n]\n`,
);
console.log(`Written: src/services/${id}.ts and ${id}.vectors.json; then: npm run generate && npm test`);
