import { useState } from 'preact/hooks';
import type { FilledForm } from '../../service/form-url.ts';
import { catalog, schemesOf } from '../catalog.ts';
import { useLoaded } from '../parts/load.ts';
import type { PageProps } from '../parts/page.ts';
import { unavailableSchemes } from '../published.ts';
import { texts } from '../texts/index.ts';
import { emptyForm, readForm } from './draft.ts';
import { Picker } from './picker.tsx';
import { ServiceForm } from './service-form.tsx';

interface BuilderProps extends PageProps {
  /** Begins with the form of the service that has this scheme. */
  readonly initialScheme?: string | undefined;
  /** Begins with the form of this URL. */
  readonly initialUrl?: string | undefined;
  readonly onInsert: (url: string, tags: string) => void;
  readonly onClose: () => void;
}

function initialForm({ initialScheme, initialUrl }: BuilderProps): FilledForm | undefined {
  const read = initialUrl ? readForm(initialUrl) : undefined;
  if (typeof read === 'object') return read;
  const definition = initialScheme === undefined ? undefined : catalog.byScheme.get(initialScheme);
  return definition && emptyForm(definition, initialScheme);
}

/** Makes the URL of any service out of a form. */
export default function Builder(props: BuilderProps) {
  const { client, initialUrl, onInsert, onClose } = props;
  const [form, setForm] = useState(() => initialForm(props));
  const published = useLoaded(() => client.services());
  const unavailable = unavailableSchemes(published.state === 'loaded' ? published.value : []);
  return (
    <>
      <div class="row">
        <h2 class="grow">{texts.builder.title}</h2>
        <button type="button" onClick={onClose}>
          {texts.common.close}
        </button>
      </div>
      {form === undefined ? (
        <Picker
          unavailable={unavailable}
          initialUrl={initialUrl}
          onPick={(definition) => setForm(emptyForm(definition))}
          onRead={setForm}
        />
      ) : (
        <ServiceForm
          client={client}
          form={form}
          isUnavailable={schemesOf(form.definition).some((scheme) => unavailable.has(scheme))}
          onChange={setForm}
          onOther={() => setForm(undefined)}
          onInsert={onInsert}
        />
      )}
    </>
  );
}
