import type { ClientLocale } from '../../rules/locales.js';
import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { ja } from './ja.js';
import type { PageTexts } from './texts.js';

export type { PageTexts } from './texts.js';

export const pageTexts: Readonly<Record<ClientLocale, PageTexts>> = { 'en-US': en, de, 'es-ES': es, fr, ja };
