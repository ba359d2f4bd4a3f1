import { useState } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import { CommandForm } from './CommandForm.js';
import { MessageForm } from './MessageForm.js';
import { parseCommand } from './commands.js';
import type { Leaf } from './commands.js';
import type { Pills } from './optionValues.js';

interface Props {
  readonly channelName: string;
  readonly fileLimit: number;
}

/** The input for a message, or for a command with its options. */
export function Composer({ channelName, fileLimit }: Props) {
  const { texts } = usePage();
  const [begun, setBegun] = useState<{ readonly leaf: Leaf; readonly pills: Pills } | null>(null);
  return (
    <div class="composer" role="region" aria-label={texts.composer.label}>
      {begun ? (
        <CommandForm
          key={begun.leaf.path}
          leaf={begun.leaf}
          first={begun.pills}
          fileLimit={fileLimit}
          onEnd={() => {
            setBegun(null);
          }}
        />
      ) : (
        <MessageForm
          channelName={channelName}
          fileLimit={fileLimit}
          onCommand={(leaf) => {
            setBegun({ leaf, pills: {} });
          }}
          onWhole={(leaves, text) => {
            const parsed = parseCommand(leaves, text);
            if (!parsed) return false;
            const pills = Object.entries(parsed.texts).map(([name, value]) => [name, { text: value }] as const);
            setBegun({ leaf: parsed.leaf, pills: Object.fromEntries(pills) });
            return true;
          }}
        />
      )}
    </div>
  );
}
