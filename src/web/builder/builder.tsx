import type { PageProps } from '../parts/page.ts';

interface BuilderProps extends PageProps {
  readonly initialScheme?: string | undefined;
  readonly onInsert: (url: string, tags: string) => void;
  readonly onClose: () => void;
}

export default function Builder({ onInsert }: BuilderProps) {
  return <button onClick={() => onInsert('json://localhost', 'a')}>x</button>;
}
