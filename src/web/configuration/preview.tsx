import { useEffect, useState } from 'preact/hooks';
import { useModule } from '../parts/module.ts';
import { texts } from '../texts/index.ts';

const PAUSE_MILLISECONDS = 250;

/** A value once it has stayed the same for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** How a message looks: in a frame where no script of it runs and nothing is fetched. */
export function Preview({ body, format }: { readonly body: string; readonly format: 'markdown' | 'html' }) {
  const converter = useModule(format === 'markdown', () => import('../../text/convert/index.ts'));
  const settled = useSettled(body);
  const html = format === 'html' ? settled : converter?.convert(settled, 'markdown', 'html');
  return (
    <figure class="preview">
      <figcaption>{texts.send.preview}</figcaption>
      {/* A frame of its own for each content: one that is given a second while it loads the first may lose it. */}
      {html !== undefined && <iframe key={html} sandbox="" srcDoc={html} title={texts.send.preview} />}
    </figure>
  );
}
