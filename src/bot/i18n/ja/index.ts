import type { Texts } from '../texts.js';
import { answers } from './answers.js';
import { commands } from './commands.js';
import { duels } from './duels.js';
import { errors } from './errors.js';
import { gallery } from './gallery.js';
import { help } from './help.js';
import { moderation } from './moderation.js';
import { permissions } from './permissions.js';
import { pictures } from './pictures.js';
import { taste } from './taste.js';
import { votes } from './votes.js';

export const ja: Texts = {
  locale: 'ja',
  answers,
  commands,
  duels,
  errors,
  gallery,
  help,
  moderation,
  permissions,
  pictures,
  taste,
  votes,
};
