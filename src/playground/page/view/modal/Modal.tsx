import { useEffect, useId, useLayoutEffect, useState } from 'preact/hooks';
import { componentType, asNumber } from '../../../rules/discordEnums.js';
import { draftKey, formName } from '../../state/drafts.js';
import type { SubmitFailure } from '../../state/pageActions.js';
import { usePage } from '../../state/pageContext.js';
import type { OpenModal } from '../../state/pageState.js';
import { ConfirmDialog } from '../ConfirmDialog.js';
import { Icon } from '../Icon.js';
import { Markdown } from '../Markdown.js';
import { useModalDialog } from '../useModalDialog.js';
import { FormField } from './FormField.js';
import { checkForm, fieldsOf, initialValues, isFilledIn, keptValues, toSubmit } from './formValues.js';
import type { FormValues } from './formValues.js';

/** A form that the bot opened. */
export function Modal({ modal }: { readonly modal: OpenModal }) {
  const { state, actions, drafts, texts } = usePage();
  const titleId = useId();
  const key = draftKey(state.directory?.me.id ?? '', modal.channelId);
  const fields = fieldsOf(modal.components);
  const [values, setValues] = useState<FormValues>(() => {
    const kept = drafts.of(key).forms.find(({ form }) => formName(form) === formName(modal));
    return kept ? keptValues(fields, kept.values) : initialValues(fields);
  });
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<SubmitFailure>();
  const [isSending, setSending] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  // Before the browser can leave the page.
  useLayoutEffect(() => {
    if (isFilledIn(fields, values)) drafts.saveForm(key, { form: modal, values, isOpen: true });
    else drafts.forgetForm(key, modal);
  }, [values]);
  const leave = (): boolean => {
    const isFilled = isFilledIn(fields, values);
    // What cannot be sent waits for the form that the bot opens next.
    const isWaiting = failure?.isGone === true && isFilled;
    if (isWaiting) drafts.saveForm(key, { form: modal, values, isOpen: false });
    const asks = isFilled && !isWaiting;
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
    const failed = await actions.submit(answers, files);
    if (!failed) drafts.forgetForm(key, modal);
    setFailure(failed);
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
            {failure.text}
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
          onDiscard={() => {
            drafts.forgetForm(key, modal);
            actions.closeModal();
          }}
        />
      )}
    </dialog>
  );
}
