// `deliver`: files are uploaded to the post that the first request makes.
import { defineService, field, hostFields, http, UrlError } from '../service/index.ts';

/** The number of a container, which is a space or a person. */
const readContainer = (text: string): string | undefined => /^0*([1-9]\d*)$/.exec(text)?.[1];

/** https://www.humhub.org/en/docs/api/post/ */
export default defineService({
  id: 'humhub',
  name: 'HumHub',
  category: 'social',
  homepage: 'https://www.humhub.com/',
  schemes: { plain: ['humhub'], secure: ['humhubs'] },
  attachments: 'streamed',
  limits: { title: 0, body: 4000 },
  throttleSeconds: 0.02,

  url: [
    '{user}@{host}/{targets}',
    '{user}@{host}:{port}/{targets}',
    '{user}:{password}@{host}/{targets}',
    '{user}:{password}@{host}:{port}/{targets}',
  ],
  canonical: '{user}[:{password}]@{host}[:{port}]/{targets}/',
  fields: {
    ...hostFields,
    user: field.secret('Token or Username', { required: true, verbatim: true }),
    targets: field.recipients(
      { container: { label: 'Container', unpublished: true, read: readContainer } },
      { sorted: true, keepInvalid: true },
    ),
  },
  resolve: (settings) => {
    if (!settings.user) throw new UrlError('missing-field', { field: 'user' });
    if (settings.targets.container.length === 0) throw new UrlError('missing-field', { field: 'targets' });
    return settings;
  },
  identity: ['user', 'password', 'host', 'port'],
  count: () => 1,

  async deliver(settings, { body: message, attachments }, context) {
    const { user, password, targets } = settings;
    const api = `${http.origin(settings)}/api/v1/post`;
    const auth = password ? http.basic(user, password) : http.bearer(user);
    for (const container of targets.container) {
      const reply = await context.send(
        http.post(`${api}/container/${container}`, { auth, json: { data: { message } } }),
      );
      if (!reply.ok || attachments.length === 0) continue;
      const { id } = reply.json<{ id: number | string }>() ?? {};
      if (!id) context.fail('A post was taken, but not given a number');
      for (const value of id ? attachments : []) {
        const multipart = [{ name: 'files[]', value, type: null }];
        await context.send(http.post(`${api}/${id}/upload-files`, { auth, multipart }));
      }
    }
  },
});
