import { formatCommand, prepare, type Draft } from './request.ts';

type Kind<E> = abstract new () => E;

/** The one element that a part of the page is known to have. */
function find<E extends Element>(within: ParentNode, selector: string, kind: Kind<E>): E {
  const found = within.querySelector(selector);
  if (found instanceof kind) return found;
  throw new TypeError(`the page has no ${selector}`);
}

function readBody(form: HTMLFormElement): Draft['body'] {
  const example = form.querySelector('select[name=example]');
  if (!(example instanceof HTMLSelectElement)) return undefined;
  return {
    type: example.selectedOptions[0]?.dataset['type'] ?? '',
    text: find(form, 'textarea', HTMLTextAreaElement).value,
    files: [...(find(form, 'input[type=file]', HTMLInputElement).files ?? [])],
  };
}

function readDraft(form: HTMLFormElement): Draft {
  const inputs = form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[data-place]');
  return {
    method: form.dataset['method'] ?? 'GET',
    path: form.dataset['path'] ?? '/',
    values: [...inputs]
      .map(({ name, value, dataset }) => ({ name, value, place: dataset['place'] as Draft['values'][number]['place'] }))
      .filter(({ value }) => value !== ''),
    accept: find(form, 'select[name=accept]', HTMLSelectElement).value,
    body: readBody(form),
  };
}

/** Shows an answer while it comes in; one that is JSON is laid out in the end. */
async function show(response: Response, place: HTMLElement): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read())
    place.textContent = text += piece.value;
  if (response.headers.get('content-type') === 'application/json')
    place.textContent = JSON.stringify(JSON.parse(text), undefined, 2);
}

async function send(form: HTMLFormElement): Promise<void> {
  const status = find(form, '[role=status]', HTMLElement);
  const headers = find(form, '[data-headers]', HTMLElement);
  const body = find(form, '[data-body]', HTMLElement);
  find(form, '[data-answer]', HTMLElement).hidden = false;
  status.textContent = 'Waiting for the answer';
  headers.textContent = body.textContent = '';
  try {
    const { target, ...request } = prepare(readDraft(form));
    const started = performance.now();
    const response = await fetch(target, { ...request, body: request.body ?? null });
    headers.textContent = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    await show(response, body);
    const milliseconds = Math.round(performance.now() - started);
    status.textContent = `${response.status} ${response.statusText}, after ${milliseconds} ms`;
  } catch (error) {
    status.textContent = `No answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function begin(form: HTMLFormElement): void {
  const command = find(form, '[data-command]', HTMLElement);
  const button = find(form, 'button', HTMLButtonElement);
  const update = (): void => {
    command.textContent = formatCommand(readDraft(form), location.origin);
  };
  form.querySelector('select[name=example]')?.addEventListener('change', () => {
    const { type = '', text } = {
      ...readBody(form),
      text: find(form, 'select[name=example]', HTMLSelectElement).value,
    };
    find(form, 'textarea', HTMLTextAreaElement).value = text;
    find(form, '[data-files]', HTMLElement).hidden = type !== 'multipart/form-data';
  });
  form.addEventListener('input', update);
  form.addEventListener('change', update);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    button.disabled = true;
    void send(form).finally(() => {
      button.disabled = false;
    });
  });
  form.hidden = false;
  update();
}

document.querySelector('#no-script')?.remove();
for (const form of document.querySelectorAll<HTMLFormElement>('form.try')) begin(form);
