import { useEffect, useId, useState } from 'preact/hooks';
import { componentType, asNumber } from '../../../rules/discordEnums.js';
import { usePage } from '../../state/pageContext.js';
import type { OpenModal } from '../../state/pageState.js';
import { ConfirmDialog } from '../ConfirmDialog.js';
import { Icon } from '../Icon.js';
import { Markdown } from '../Markdown.js';
import { useModalDialog } from '../useModalDialog.js';
import { FormField } from './FormField.js';
import { checkForm, fieldsOf, initialValues, isFilledIn, toSubmit } from './formValues.js';
import type { FormValues } from './formValues.js';

/** A form that the bot opened. */
export function Modal({ modal }: { readonly modal: OpenModal }) {
  const { actions, texts } = usePage();
  const titleId = useId();
  const fields = fieldsOf(modal.components);
  const [values, setValues] = useState<FormValues>(() => initialValues(fields));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<string>();
  const [isSending, setSending] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const leave = (): boolean => {
    const asks = isFilledIn(fields, values);
    if (asks) setLeaving(true);
    else dialog.current?.close();
    return !asks;
  };
  const dialog = useModalDialog(leave);
  useEffect(() => {
    dialog.current?.querySelector<HTMLElement>('input, textarea, [role="combobox"]')?.focus();
  }, []);
  const submit = async (): Promise<void> => {
    const wrong = checkForm(fields, values, texts);
    setProblems(wrong);
    const [first] = Object.keys(wrong);
    if (first !== undefined) {
      dialog.current
        ?.querySelector<HTMLElement>(`[data-field="${CSS.escape(first)}"] :is(input, textarea, button)`)
        ?.focus();
      return;
    }
    setSending(true);
    const { answers, files } = toSubmit(fields, values);
    setFailure(await actions.submit(answers, files));
    setSending(false);
  };
  return (
    <dialog
      ref={dialog}
      class="modal"
      aria-labelledby={titleId}
      onClose={actions.closeModal}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        leave();
      }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSending) void submit();
        }}
      >
        <header>
          <h2 id={titleId}>{modal.title}</h2>
          <button type="button" class="tool" aria-label={texts.form.close} onClick={leave}>
            <Icon name="close" />
          </button>
        </header>
        <div class="fields">
          {modal.components.map((component, i) =>
            asNumber(component.type) === componentType.textDisplay ? (
              <Markdown key={i} source={component.content ?? ''} />
            ) : (
              fieldsOf([component]).map((field) => (
                <FormField
                  key={field.id}
                  field={field}
                  value={values[field.id]}
                  problem={problems[field.id]}
                  onChange={(value) => {
                    setValues((before) => ({ ...before, [field.id]: value }));
                  }}
                />
              ))
            ),
          )}
        </div>
        {failure !== undefined && (
          <p class="problem" role="alert">
            {failure}
          </p>
        )}
        <footer>
          <button type="button" class="button" onClick={leave}>
            {texts.form.cancel}
          </button>
          <button type="submit" class={`button primary${isSending ? ' busy' : ''}`} aria-disabled={isSending}>
            {texts.form.submit}
          </button>
        </footer>
      </form>
      {isLeaving && (
        <ConfirmDialog
          title={texts.discard.form(modal.title)}
          onKeep={() => {
            setLeaving(false);
          }}
          onDiscard={actions.closeModal}
        />
      )}
    </dialog>
  );
}
