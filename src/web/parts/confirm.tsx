import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../texts/index.ts';

interface ConfirmProps {
  readonly question: string;
  readonly action: string;
  readonly onAnswer: (confirmed: boolean) => void;
}

/** Asks before something that cannot be undone. */
export function Confirm({ question, action, onAnswer }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="question"
      onClose={({ currentTarget }) => onAnswer(currentTarget.returnValue === 'yes')}
    >
      <p id="question">{question}</p>
      <form class="row" method="dialog">
        <button>{texts.common.cancel}</button>
        <button value="yes" class="danger">
          {action}
        </button>
      </form>
    </dialog>
  );
}
