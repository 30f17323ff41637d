import { webhookService } from './discord/webhook.ts';

/** https://support.guilded.gg/hc/en-us/articles/360038927934-Incoming-webhooks */
export default webhookService({
  id: 'guilded',
  name: 'Guilded',
  homepage: 'https://guilded.gg/',
  api: 'https://media.guilded.gg/webhooks',
  native: /^https?:\/\/(?:media\.)?guilded\.gg\/webhooks\/([-0-9a-f]+)\/([\w-]+)\/?(\?.+)?$/i,
});
