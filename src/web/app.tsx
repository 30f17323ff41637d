import { render } from 'preact';
import { Client } from './client.ts';
import type { PageContext } from './context.ts';
import { ConfigurationPage } from './pages/configuration.tsx';
import { KeysPage } from './pages/keys.tsx';
import { ServicesPage } from './pages/services.tsx';
import { WelcomePage } from './pages/welcome.tsx';
import { Frame } from './parts/frame.tsx';
import { chooseLanguage, loadTexts } from './texts/index.ts';

const PAGES = {
  welcome: WelcomePage,
  keys: KeysPage,
  configuration: ConfigurationPage,
  services: ServicesPage,
} as const;

const root = document.querySelector<HTMLElement>('#app')!;
const context = JSON.parse(root.dataset['context']!) as PageContext;
const client = new Client(context.basePath);

const Page = PAGES[context.page];

function draw(): void {
  render(
    <Frame context={context} onLanguage={(language) => void chooseLanguage(language).then(draw)}>
      <Page context={context} client={client} />
    </Frame>,
    root,
  );
  document.title = `${document.querySelector('h1')!.textContent} · Apprise API`;
}

await loadTexts();
draw();
