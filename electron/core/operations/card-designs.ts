import { cardDesignSchema, type CardDesign } from '#shared/cards/card-design';
import { printableText } from '#shared/cards/card-text';
import { issuesOf, TillFailure, type FieldIssue } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import { allDesigns, shippedDesign } from '../cards/card-designs.ts';
import type { CardModel } from '../cards/card-model.ts';
import { spokenLanguage } from '../spoken-language.ts';
import { pngProblems, problemOfPng } from '../cards/read-png.ts';
import { answering, type OperationContext } from './context.ts';

export type DesignOperation =
  | 'cards.designs'
  | 'cards.saveDesign'
  | 'cards.resetDesign'
  | 'cards.previewDesign';

/** A name with letters from everywhere, and an id that every symbology carries. */
const sampleId = '2912345678906';
const sampleCustomer = {
  customerName: 'Bjørn Åse Łukasiewicz',
  loyaltyId: sampleId,
  displayId: displayLoyaltyId(sampleId),
};

/** What cards look like: the shipped designs and the shop's own. */
export function cardDesignHandlers({ reader, writer, drawer }: OperationContext): Handlers<DesignOperation> {
  return {
    'cards.designs': () => answering(async () => ({ designs: allDesigns(await reader.getOwnDesigns()) })),

    'cards.saveDesign': ({ design }) =>
      answering(async () => {
        const checked = checkDesign(design);
        await writer.saveDesign(checked);
        return { design: checked };
      }),

    'cards.resetDesign': ({ designId }) =>
      answering(async () => {
        await writer.resetDesign(designId);
        return { design: shippedDesign(designId) };
      }),

    'cards.previewDesign': ({ design }) =>
      answering(async () => {
        const checked = checkDesign(design);
        const { shopName, language } = await reader.getSettings();
        const sample: CardModel = {
          ...sampleCustomer,
          shopName: printableText(shopName),
          language: spokenLanguage(language),
        };
        const { bytes, symbology } = await drawer.renderCard(sample, checked, 'svg');
        return { svg: new TextDecoder().decode(bytes), symbology };
      }),
  };
}

/** @throws TillFailure `card.design-invalid`, an issue for each field that is wrong */
export function checkDesign(design: unknown): CardDesign {
  const checked = cardDesignSchema.safeParse(design);
  const issues = checked.success ? issuesOfLogo(checked.data) : issuesOf(checked.error);
  if (checked.success && issues.length === 0) return checked.data;
  throw new TillFailure('card.design-invalid', { issues });
}

function issuesOfLogo({ logo }: CardDesign): FieldIssue[] {
  const code = logo === '' ? undefined : problemOfPng(Buffer.from(logo, 'base64'));
  return code === undefined ? [] : [{ field: 'logo', code, message: pngProblems[code] }];
}
