import { useModule } from '../parts/module.ts';
import { texts } from '../texts/index.ts';

/** How a message looks: in a frame where no script of it runs and nothing is fetched. */
export function Preview({ body, format }: { readonly body: string; readonly format: 'markdown' | 'html' }) {
  const converter = useModule(format === 'markdown', () => import('../../text/convert/index.ts'));
  const html = format === 'html' ? body : (converter?.convert(body, 'markdown', 'html') ?? '');
  return (
    <figure class="preview">
      <figcaption>{texts.send.preview}</figcaption>
      <iframe sandbox="" srcDoc={html} title={texts.send.preview} />
    </figure>
  );
}
