// `deliver`: a topic is addressed by the resource name that creating it answers.
import { awsCall, awsElement, readAwsPath, regionField } from '../service/aws.ts';
import { defineService, field, phoneRecipient, readPlusPhone } from '../service/index.ts';
import { splitPath } from '../text/url.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const VERSION = ['Version', '2010-03-31'] as const;

const topic = (text: string): string | undefined => /^#?([A-Za-z0-9_-]+)\s*$/.exec(text)?.[1];

export default defineService({
  id: 'sns',
  name: 'AWS Simple Notification Service (SNS)',
  category: 'push',
  homepage: 'https://aws.amazon.com/sns/',
  schemes: { secure: ['sns'] },
  limits: ({ mode }) => (mode === 'topic' ? { title: 100, body: 256_000 } : { title: 0, body: 160 }),
  throttleSeconds: 2.5,

  url: [
    '{token}@{access_key_id}/{secret_access_key}/{region}/{targets}',
    '{access_key_id}/{secret_access_key}/{region}/{targets}',
  ],
  canonical: '[{token}@]{access_key_id}/{secret_access_key}/{region}/{targets}/',
  commonFirst: true,
  fields: {
    session_token: field.secret('Session Token', { key: 'token', aliases: ['token'], safe: '+=' }),
    access_key_id: field.secret('Access Key ID', { required: true, aliases: ['key', 'access'] }),
    secret_access_key: field.secret('Secret Access Key', { required: true, aliases: ['secret'], mask: 'all' }),
    region_name: regionField,
    targets: field.recipients(
      {
        phone_no: { label: 'Target Phone No', pattern: phoneRecipient.pattern, read: readPlusPhone },
        topic: { label: 'Target Topic', prefix: '#', pattern: /^[A-Za-z0-9_-]+$/i, read: topic },
      },
      { required: 'published', sorted: true },
    ),
    mode: field.choice('Mode', ['sms', 'topic'], { default: 'sms', match: 'prefix' }),
  },
  identity: ['access_key_id', 'secret_access_key', 'region_name'],
  read(raw, { path = '' }) {
    const { secret, region, targets } = readAwsPath(splitPath(path));
    return { ...raw, secret_access_key: secret, region_name: region, targets };
  },
  resolve: (settings, { mode }) => {
    const { topic: topics, phone_no: phones } = settings.targets;
    return { ...settings, mode: !mode && topics.length > 0 && phones.length === 0 ? 'topic' : settings.mode };
  },

  async deliver(settings, { title, body }, context) {
    const { targets, mode } = settings;
    const call = (...parameters: (readonly [string, string])[]) =>
      context.send(awsCall(settings, 'sns', parameters, context));
    const heading = mode === 'topic' ? title : '';
    if (targets.phone_no.length + targets.topic.length === 0) context.fail('There are no targets to notify.');
    for (const phone of targets.phone_no) {
      const text = heading === '' ? body : `${heading}\r\n${body}`;
      await call(['Action', 'Publish'], ['Message', text], VERSION, ['PhoneNumber', phone]);
    }
    for (const name of targets.topic) {
      const created = await call(['Action', 'CreateTopic'], VERSION, ['Name', name]);
      if (!created.ok) continue;
      const arn = awsElement(created.text, 'TopicArn');
      if (arn === undefined) context.fail('The topic was created without a resource name');
      else
        await call(
          ['Action', 'Publish'],
          VERSION,
          ['TopicArn', arn],
          ['Message', body],
          ...(heading ? [['Subject', heading] as const] : []),
        );
    }
  },
});
