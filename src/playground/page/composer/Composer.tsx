import { useEffect, useState } from 'preact/hooks';
import { commandRequest } from '../state/commandRequest.js';
import type { CommandDraft } from '../state/drafts.js';
import { usePage } from '../state/pageContext.js';
import { ConfirmDialog } from '../view/ConfirmDialog.js';
import { CommandForm } from './CommandForm.js';
import { MessageForm } from './MessageForm.js';
import { leavesOf, parseCommand } from './commands.js';
import type { Leaf } from './commands.js';
import { isFilled } from './optionValues.js';
import type { Pills } from './optionValues.js';

interface Props {
  /** Names the draft. */
  readonly draftKey: string;
  readonly channelName: string;
  readonly fileLimit: number;
}

/** The input for a message, or for a command with its options. What is in it stays until it is sent or discarded. */
export function Composer({ draftKey, channelName, fileLimit }: Props) {
  const { state, drafts, texts } = usePage();
  const [begun, setBegun] = useState<CommandDraft | null>(() => drafts.of(draftKey).command);
  const [asked, setAsked] = useState<Leaf | null>(null);
  const begin = (leaf: Leaf, pills: Pills): void => {
    const shown = leaf.options.filter((one) => one.required === true || pills[one.name] !== undefined);
    // What was typed to find it.
    if (drafts.of(draftKey).text.startsWith('/')) drafts.save(draftKey, { text: '' });
    setBegun({ leaf, pills, shown: shown.map(({ name }) => name) });
  };
  const wanted = commandRequest.value;
  useEffect(() => {
    const found = leavesOf(state.commands.slash).find(({ path }) => path === wanted);
    if (wanted === null || state.commands.slash.length === 0) return;
    commandRequest.value = null;
    if (!found) return;
    if (Object.values(drafts.of(draftKey).command?.pills ?? {}).some(isFilled)) setAsked(found);
    else begin(found, {});
  }, [wanted, state.commands]);
  const leaf = begun && (leavesOf(state.commands.slash).find(({ path }) => path === begun.leaf.path) ?? begun.leaf);
  return (
    <div class="composer" role="region" aria-label={texts.composer.label}>
      {begun && leaf ? (
        <CommandForm
          key={leaf.path}
          leaf={leaf}
          first={begun}
          fileLimit={fileLimit}
          onChange={(command) => {
            drafts.save(draftKey, { command });
          }}
          onEnd={() => {
            drafts.save(draftKey, { command: null });
            setBegun(null);
          }}
        />
      ) : (
        <MessageForm
          draftKey={draftKey}
          channelName={channelName}
          fileLimit={fileLimit}
          onCommand={(chosen) => {
            begin(chosen, {});
          }}
          onWhole={(leaves, text) => {
            const parsed = parseCommand(leaves, text);
            if (!parsed) return false;
            const pills = Object.entries(parsed.texts).map(([name, value]) => [name, { text: value }] as const);
            begin(parsed.leaf, Object.fromEntries(pills));
            return true;
          }}
        />
      )}
      {asked && begun && (
        <ConfirmDialog
          title={texts.discard.command(`/${begun.leaf.path}`)}
          onKeep={() => {
            setAsked(null);
          }}
          onDiscard={() => {
            setAsked(null);
            begin(asked, {});
          }}
        />
      )}
    </div>
  );
}
