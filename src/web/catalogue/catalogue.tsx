import { useMemo, useState } from 'preact/hooks';
import type { AnyDefinition } from '../../service/define.ts';
import type { Findable } from '../builder/find.ts';
import { categoryName, Finder, useFinding } from '../builder/finder.tsx';
import { definitions, formFields, formTemplates, schemesOf } from '../catalog.ts';
import type { PublishedService } from '../client.ts';
import type { PageContext } from '../context.ts';
import { pluginSchemes, schemesPublished, unavailableSchemes } from '../published.ts';
import { texts } from '../texts/index.ts';
import { FieldTable } from './field-table.tsx';
import { ServiceBody } from './service-body.tsx';

/** A service in the catalogue; plugins of the server have no definition here. */
interface Listed extends Findable {
  readonly id: string;
  readonly isAvailable: boolean;
  readonly definition: AnyDefinition | undefined;
}

/** All services that the server knows: those of the catalog and its plugins. */
function listServices(published: readonly PublishedService[]): readonly Listed[] {
  const custom = published.filter(({ category }) => category === 'custom');
  const unavailable = unavailableSchemes(published);
  const taken = new Set(pluginSchemes(published));
  return [
    ...custom.map((service) => ({
      id: `custom-${service.service_name}`,
      name: service.service_name,
      category: 'custom',
      schemes: schemesPublished(service),
      isAvailable: service.enabled,
      definition: undefined,
    })),
    ...definitions
      .map((definition) => ({ definition, schemes: schemesOf(definition) }))
      .filter(({ schemes }) => !schemes.every((scheme) => taken.has(scheme)))
      .map(({ definition, schemes }) => ({
        id: definition.id,
        name: definition.name,
        category: definition.category,
        schemes,
        isAvailable: !schemes.some((scheme) => unavailable.has(scheme)),
        definition,
      })),
  ];
}

/** One service; what is to be said of it is drawn when it is first opened. */
function Entry({ service, builder }: { readonly service: Listed; readonly builder: string | undefined }) {
  const [isOpen, setOpen] = useState(false);
  const { name, category, schemes, isAvailable, definition } = service;
  return (
    <details class="card entry" onToggle={(event) => setOpen(isOpen || event.currentTarget.open)}>
      <summary>
        <strong>{name}</strong>{' '}
        <span class="muted">
          {categoryName(category)} · {schemes[0]}://
        </span>
        {!isAvailable && <span class="bad"> · {texts.services.unavailable}</span>}
      </summary>
      {isOpen && !definition && <p>{texts.services.custom}</p>}
      {isOpen && definition && <ServiceBody definition={definition} builder={builder} />}
    </details>
  );
}

/** The options that all services have. */
function CommonOptions() {
  const [definition] = definitions;
  const fields = formFields(definition!, formTemplates(definition!)[0]!).filter(({ place }) => place === 'common');
  return (
    <details class="card entry">
      <summary>
        <strong>{texts.builder.common}</strong>
      </summary>
      <p>{texts.services.commonLead}</p>
      <FieldTable fields={fields} label={texts.builder.common} />
    </details>
  );
}

interface CatalogueProps {
  readonly context: PageContext;
  readonly published: readonly PublishedService[];
}

/** Every service there is, to look through. */
export default function Catalogue({ context, published }: CatalogueProps) {
  const services = useMemo(() => listServices(published), [published]);
  const finding = useFinding(services);
  const { basePath, key, isStateful, isLocked } = context;
  const builderOf = ({ schemes, isAvailable }: Listed): string | undefined =>
    isStateful && !isLocked && isAvailable ? `${basePath}/cfg/${key}#editor?build=${schemes[0]}` : undefined;
  return (
    <>
      <Finder finding={finding} />
      <CommonOptions />
      {finding.found.map((service) => (
        <Entry key={service.id} service={service} builder={builderOf(service)} />
      ))}
    </>
  );
}
