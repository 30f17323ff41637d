import { webhookService } from './webhook.ts';

export default webhookService({
  id: 'discord',
  name: 'Discord',
  homepage: 'https://discord.com/',
  api: 'https://discord.com/api/webhooks',
  native: /^https?:\/\/discord(?:app)?\.com\/api\/webhooks\/(\d+)\/([\w-]+)\/?(\?.+)?$/i,
});
