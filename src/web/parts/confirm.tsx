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
    <dialog ref={dialog} aria-labelledby="question" onCancel={() => onAnswer(false)}>
      <p id="question">{question}</p>
      <div class="row">
        <button type="button" onClick={() => onAnswer(false)}>
          {texts.common.cancel}
        </button>
        <button type="button" class="danger" onClick={() => onAnswer(true)}>
          {action}
        </button>
      </div>
    </dialog>
  );
}
