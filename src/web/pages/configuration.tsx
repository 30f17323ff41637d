import { useEffect, useState } from 'preact/hooks';
import { EditorTab } from '../configuration/editor-tab.tsx';
import { NotificationsTab } from '../configuration/notifications-tab.tsx';
import { OverviewTab } from '../configuration/overview-tab.tsx';
import { ReviewTab } from '../configuration/review-tab.tsx';
import type { PageProps } from '../parts/page.ts';
import { Tabs } from '../parts/tabs.tsx';
import { texts } from '../texts/index.ts';

const TABS = ['overview', 'editor', 'review', 'notifications'] as const;
export type TabName = (typeof TABS)[number];

/** The tab that the fragment of the address names. */
function useTab(known: readonly TabName[]): readonly [TabName, (tab: TabName) => void] {
  const read = (): TabName => known.find((tab) => location.hash.split('?', 1)[0] === `#${tab}`) ?? 'overview';
  const [tab, setTab] = useState(read);
  useEffect(() => {
    const follow = () => setTab(read());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return [tab, (next) => (location.hash = next)];
}

/** Everything about one configuration. */
export function ConfigurationPage({ context, client }: PageProps) {
  const t = texts.configuration;
  const known = TABS.filter((tab) => tab !== 'editor' || (!context.isLocked && context.isStateful));
  const [tab, setTab] = useTab(known);
  return (
    <>
      <h1>{t.title(context.key)}</h1>
      {context.isLocked && <p class="notice">{t.locked}</p>}
      {!context.isStateful && <p class="notice">{t.stateless}</p>}
      <Tabs
        label={t.title(context.key)}
        tabs={known.map((id) => ({ id, label: t[id] }))}
        selected={tab}
        onSelect={setTab}
      >
        {tab === 'overview' && <OverviewTab context={context} client={client} onOpen={setTab} />}
        {tab === 'editor' && <EditorTab context={context} client={client} />}
        {tab === 'review' && <ReviewTab context={context} client={client} />}
        {tab === 'notifications' && <NotificationsTab context={context} client={client} />}
      </Tabs>
    </>
  );
}
