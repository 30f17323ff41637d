import { useEffect, useRef, useState } from 'preact/hooks';
import { EditorTab } from '../configuration/editor-tab.tsx';
import { NotificationsTab } from '../configuration/notifications-tab.tsx';
import { OverviewTab } from '../configuration/overview-tab.tsx';
import { ReviewTab } from '../configuration/review-tab.tsx';
import type { PageProps } from '../parts/page.ts';
import { Tabs } from '../parts/tabs.tsx';
import { texts } from '../texts/index.ts';

const PANELS = {
  overview: OverviewTab,
  editor: EditorTab,
  review: ReviewTab,
  notifications: NotificationsTab,
} as const;
const TABS = Object.keys(PANELS) as TabName[];
export type TabName = keyof typeof PANELS;

/** What every tab gets. */
export interface TabProps extends PageProps {
  /** Tabs stay when another one is looked at. */
  readonly isShown: boolean;
  readonly onOpen: (tab: TabName) => void;
}

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
  const known = TABS.filter(
    (tab) =>
      (tab !== 'editor' || !context.isLocked) && (context.isStateful || tab === 'overview' || tab === 'notifications'),
  );
  const [tab, setTab] = useTab(known);
  // What was opened stays, so that nothing that is written or shown there is lost.
  const opened = useRef(new Set<TabName>()).current.add(tab);
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
        {[...opened].map((id) => {
          const Panel = PANELS[id];
          return (
            <div key={id} hidden={id !== tab}>
              <Panel context={context} client={client} isShown={id === tab} onOpen={setTab} />
            </div>
          );
        })}
      </Tabs>
    </>
  );
}
