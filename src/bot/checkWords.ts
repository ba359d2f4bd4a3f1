import { brokenRule } from '../text/wordRules.js';
import { BotError } from './errors.js';
import type { GuildRules } from './types.js';

/** @throws BotError, naming the rule, where a text has what the guild does not want */
export function checkWords({ words }: Pick<GuildRules, 'words'>, ...texts: readonly string[]): void {
  for (const text of texts) {
    const rule = brokenRule(text, words);
    if (rule !== undefined) throw new BotError('wordRule', { rule });
  }
}
