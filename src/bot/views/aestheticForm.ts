import { ComponentType, TextInputStyle } from 'discord.js';
import type { APILabelComponent, APIModalInteractionResponseCallbackData } from 'discord.js';
import { aestheticKinds } from '../../engine/index.js';
import type { AestheticKind } from '../../engine/index.js';
import { cut } from '../../text/clean.js';
import type { Texts } from '../i18n/index.js';
import type { AestheticSummary } from '../types.js';
import { customId } from './customId.js';

type FormTexts = Texts['answers']['form'];

/** Fields of the form, by the ids that its answer carries. */
export const formFields = { name: 'name', note: 'note', kind: 'kind', images: 'images' } as const;
const nameLength = 32;
export const noteLength = 200;
/** `new`: the form asks for images; else the id of a draft that holds them. */
export type DraftId = string;

/** The form that makes an aesthetic. With a draft, its images are there already. */
export function aestheticForm(
  { answers: { form: t } }: Texts,
  kind: AestheticKind,
  { draft, name }: { readonly draft?: { readonly id: DraftId; readonly count: number }; readonly name?: string } = {},
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId('create', draft?.id ?? 'new'),
    title: t.title,
    components: [
      nameField(t, name),
      {
        type: ComponentType.Label,
        label: t.note,
        component: {
          type: ComponentType.TextInput,
          custom_id: formFields.note,
          style: TextInputStyle.Short,
          max_length: noteLength,
          required: false,
        },
      },
      kindField(t, kind),
      draft ? { type: ComponentType.TextDisplay, content: t.ready(draft.count) } : imagesField(t),
    ],
  };
}

/** The form of the rename button. */
export function renameForm(
  { answers: { form: t } }: Texts,
  { id, name }: AestheticSummary,
): APIModalInteractionResponseCallbackData {
  return { custom_id: customId('newName', id), title: t.renameTitle, components: [nameField(t, name)] };
}

function nameField(t: FormTexts, value?: string): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: t.name,
    component: {
      type: ComponentType.TextInput,
      custom_id: formFields.name,
      style: TextInputStyle.Short,
      min_length: 1,
      max_length: nameLength,
      placeholder: t.namePlaceholder,
      ...(value !== undefined && { value: cut(value, nameLength) }),
    },
  };
}

function kindField(t: FormTexts, chosen: AestheticKind): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: t.kind,
    component: {
      type: ComponentType.StringSelect,
      custom_id: formFields.kind,
      required: false,
      options: aestheticKinds.map((kind) => ({
        label: kind,
        value: kind,
        description: t[kind],
        default: kind === chosen,
      })),
    },
  };
}

function imagesField(t: FormTexts): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: t.images,
    description: t.imagesHint,
    component: { type: ComponentType.FileUpload, custom_id: formFields.images, min_values: 1, max_values: 10 },
  };
}
