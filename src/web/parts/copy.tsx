import { useState } from 'preact/hooks';
import { texts } from '../texts/index.ts';

const SHOWN_MILLISECONDS = 1500;

/** Puts a text on the clipboard; pages that are served without TLS have none and select a hidden field instead. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'offscreen';
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
  return undefined;
}

/** A button that copies a text and says so. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const [copied, setCopied] = useState(false);
  const click = async () => {
    await copy(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MILLISECONDS);
  };
  return (
    <button
      type="button"
      class="quiet"
      onClick={() => void click()}
      aria-label={label && `${texts.common.copy}: ${label}`}
    >
      <span aria-live="polite">{copied ? texts.common.copied : texts.common.copy}</span>
    </button>
  );
}

/** A piece of code that can be copied. */
export function Code({ text, label }: { readonly text: string; readonly label?: string }) {
  return (
    <div class="code">
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} {...(label === undefined ? {} : { label })} />
    </div>
  );
}
