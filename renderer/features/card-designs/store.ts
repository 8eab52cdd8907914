import type { CardDesign, DesignId, Symbology } from '#shared/cards/card-design';
import type { FieldIssue, TillError } from '#shared/contract/errors';
import { createPrivate } from '../../bridge/private-store.ts';
import { createLatestAsker } from '../../bridge/ask-latest.ts';
import { till } from '../../bridge/till.ts';
import { withShopName } from './parts.ts';

interface SavedDesign {
  readonly design: CardDesign;
  /** The shop has made it its own. */
  readonly isOwn: boolean;
}

interface CardDesignsState {
  /** Null until the first answer. */
  readonly saved: Readonly<Record<DesignId, SavedDesign>> | null;
  /** What was changed and is not saved yet. */
  readonly drafts: Readonly<Partial<Record<DesignId, CardDesign>>>;
  /** The shop's name as it was typed here; null while it is as saved. It is on every design. */
  readonly shopName: string | null;
  readonly chosen: DesignId;
  /** The drawn card, as an address of this window. */
  readonly picture: string | null;
  /** What the sample's number is printed as. */
  readonly symbology: Symbology | null;
  /** What cannot be printed as it is. */
  readonly issues: readonly FieldIssue[];
  readonly error: TillError | null;
  readonly saving: boolean;
}

export const useCardDesigns = createPrivate<CardDesignsState>(
  () => ({
    saved: null,
    drafts: {},
    shopName: null,
    chosen: 'card',
    picture: null,
    symbology: null,
    issues: [],
    error: null,
    saving: false,
  }),
  {
    keep: ({ drafts, shopName, chosen }) => ({ drafts, shopName, chosen }),
    isUnsaved: ({ drafts, shopName }) => (shopName ?? null) !== null || Object.keys(drafts ?? {}).length > 0,
  },
);

const pauseMs = 120;
const asker = createLatestAsker(pauseMs);

export async function loadCardDesigns(): Promise<void> {
  const answer = await till.cards.designs({});
  if (!answer.ok) {
    useCardDesigns.setState({ error: answer.error });
    return;
  }
  const saved = Object.fromEntries(answer.designs.map((each) => [each.design.designId, each]));
  useCardDesigns.setState({ saved: saved as Record<DesignId, SavedDesign>, error: null });
  drawSoon();
}

/** The design on the screen, with what was changed in it; undefined until designs have been read. */
export function shownDesign({ saved, drafts, chosen }: CardDesignsState): CardDesign | undefined {
  return drafts[chosen] ?? saved?.[chosen].design;
}

export function chooseDesign(chosen: DesignId): void {
  useCardDesigns.setState({ chosen, issues: [] });
  drawSoon();
}

export function changeDesign(changes: Partial<CardDesign>): void {
  const design = shownDesign(useCardDesigns.getState());
  if (design) keepDraft({ ...design, ...changes });
}

function keepDraft(design: CardDesign): void {
  useCardDesigns.setState(({ drafts }) => ({ drafts: { ...drafts, [design.designId]: design } }));
  drawSoon();
}

/** @param shopName null when it is the saved one again */
export function typeShopName(shopName: string | null): void {
  useCardDesigns.setState({ shopName });
  drawSoon();
}

/** What was changed in the design on the screen is forgotten. */
export function dropDraft(): void {
  useCardDesigns.setState(({ drafts, chosen }) => {
    const { [chosen]: _dropped, ...others } = drafts;
    return { drafts: others, shopName: null };
  });
  drawSoon();
}

/** The picture follows what is typed, after a pause too short to be noticed. */
function drawSoon(): void {
  const state = useCardDesigns.getState();
  const design = shownDesign(state);
  if (!design) return;
  asker.ask(
    () => till.cards.previewDesign({ design: withShopName(design, state.shopName) }),
    (answer) => {
      if (answer.ok) {
        showPicture(answer.svg);
        useCardDesigns.setState({ symbology: answer.symbology, issues: [], error: null });
      } else if (answer.error.code === 'card.design-invalid') {
        // The last picture that could be printed stays in sight.
        useCardDesigns.setState({ issues: answer.error.issues ?? [], error: null });
      } else {
        useCardDesigns.setState({ error: answer.error });
      }
    },
  );
}

function showPicture(svg: string): void {
  const { picture: previous } = useCardDesigns.getState();
  const picture = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  useCardDesigns.setState({ picture });
  if (previous) URL.revokeObjectURL(previous);
}

/** Keeps the design on the screen as the shop's own; answers what is wrong with it, if anything. */
export async function saveDesign(): Promise<TillError | null> {
  const state = useCardDesigns.getState();
  const design = shownDesign(state);
  if (!design || state.saving) return null;
  useCardDesigns.setState({ saving: true });
  const answer = await till.cards.saveDesign({ design });
  useCardDesigns.setState({ saving: false });
  if (!answer.ok) return answer.error;
  takeSaved({ design: answer.design, isOwn: true });
  return null;
}

/** Back to the design as it is shipped. */
export async function resetDesign(): Promise<TillError | null> {
  const { chosen } = useCardDesigns.getState();
  const answer = await till.cards.resetDesign({ designId: chosen });
  if (!answer.ok) return answer.error;
  takeSaved({ design: answer.design, isOwn: false });
  return null;
}

function takeSaved(each: SavedDesign): void {
  const { designId } = each.design;
  useCardDesigns.setState(({ saved, drafts }) => {
    const { [designId]: _saved, ...others } = drafts;
    return { saved: saved && { ...saved, [designId]: each }, drafts: others };
  });
  drawSoon();
}

/** Takes a design from a file, as a draft to be looked at and saved; answers why not, if it is none. */
export async function importDesign(text: string): Promise<TillError | null> {
  const design = parseDesign(text);
  if (!design) return { code: 'card.design-invalid', message: '' };
  const answer = await till.cards.previewDesign({ design });
  if (!answer.ok) return answer.error;
  useCardDesigns.setState({ chosen: design.designId });
  keepDraft(design);
  return null;
}

/** What the core then checks; null when it is not even JSON. */
function parseDesign(text: string): CardDesign | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as CardDesign) : null;
  } catch {
    return null;
  }
}
