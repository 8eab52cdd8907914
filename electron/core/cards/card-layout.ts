import type { CardDesign, CardElement, Symbology } from '#shared/cards/card-design';
import { cardWords, printableText } from '#shared/cards/card-text';
import { pngSizeOf } from '#shared/cards/png-size';
import { bandArtwork, filledBox } from './card-artwork.ts';
import { cardColours } from './card-colours.ts';
import type { Artwork, Box, CardDrawing, Picture, TextLine } from './card-drawing.ts';
import type { CardModel } from './card-model.ts';
import { placeSymbol } from './place-symbol.ts';
import { setText } from './set-text.ts';

interface LaidOutCard {
  readonly drawing: CardDrawing;
  /** What the loyalty id is printed as. */
  readonly symbology: Symbology;
}

/** Height of the rule that stands for a coloured band where there is only black. */
const bandRuleMm = 0.4;

/**
 * Lays a card out by its design, on the design's own grid of dots.
 *
 * @param colours what the device prints: `black` takes the colour from a coloured design
 */
export function layoutCard(
  model: CardModel,
  design: CardDesign,
  colours: 'full' | 'black' = design.colours,
): LaidOutCard {
  const { dotsPerMm } = design;
  const fills = cardColours(design, colours);
  const artwork: Artwork[] = [];
  const pictures: Picture[] = [];
  const boxes: Box[] = [];
  const texts: TextLine[] = [];
  let { symbology } = design;

  for (const element of design.elements) {
    const box = boxInDots(element, dotsPerMm);
    switch (element.kind) {
      case 'band':
        if (colours === 'full') artwork.push(...bandArtwork(box, element.shape, design));
        else boxes.push(lowerEdge(box, Math.ceil(bandRuleMm * dotsPerMm)));
        break;
      case 'rule':
        if (colours === 'full') artwork.push(filledBox(box, fills[element.colour]));
        else boxes.push(box);
        break;
      case 'logo':
        pictures.push(...placeLogo(design.logo, box, element.align));
        break;
      case 'code': {
        const placed = placeSymbol(model.loyaltyId, design.symbology, box, dotsPerMm);
        ({ symbology } = placed);
        boxes.push(...placed.boxes);
        break;
      }
      case 'text':
        texts.push(
          ...setText({
            text: textOf(element, model),
            box,
            weight: element.weight,
            align: element.align,
            fill: fills[element.colour],
            largest: element.largestMm * dotsPerMm,
            smallest: element.smallestMm * dotsPerMm,
            maxLines: element.lines,
          }),
        );
        break;
    }
  }
  const [widthDots, heightDots] = [design.widthMm, design.heightMm].map((mm) => Math.round(mm * dotsPerMm));
  return {
    symbology,
    drawing: {
      widthMm: design.widthMm,
      heightMm: design.heightMm,
      widthDots: widthDots ?? 0,
      heightDots: heightDots ?? 0,
      dotsPerMm,
      artwork,
      pictures,
      boxes,
      texts,
    },
  };
}

/** What a text says. A shop that has not said its name has its cards say what they are in that place. */
function textOf(element: CardElement & { kind: 'text' }, model: CardModel): string {
  const words = cardWords[model.language ?? 'en'];
  switch (element.source) {
    case 'shopName':
      return model.shopName || words.title;
    case 'title':
      return model.shopName ? words.title : words.holder;
    case 'words':
      return printableText(element.words ?? '');
    default:
      return model[element.source];
  }
}

/** Edges on whole dots, at least one dot apart. */
function boxInDots(
  place: Pick<CardElement, 'leftMm' | 'topMm' | 'widthMm' | 'heightMm'>,
  dotsPerMm: number,
): Box {
  const x = Math.round(place.leftMm * dotsPerMm);
  const y = Math.round(place.topMm * dotsPerMm);
  return {
    x,
    y,
    width: Math.max(1, Math.round((place.leftMm + place.widthMm) * dotsPerMm) - x),
    height: Math.max(1, Math.round((place.topMm + place.heightMm) * dotsPerMm) - y),
  };
}

function lowerEdge({ x, y, width, height }: Box, thickness: number): Box {
  return { x, y: y + Math.max(0, height - thickness), width, height: Math.min(height, thickness) };
}

/** The logo, whole, as large as the box allows, halfway down. */
function placeLogo(png: string, box: Box, align: TextLine['align']): Picture[] {
  const size = pngSizeOf(png);
  if (size === undefined) return [];
  const scale = Math.min(box.width / size.width, box.height / size.height);
  const width = Math.max(1, Math.floor(size.width * scale));
  const height = Math.max(1, Math.floor(size.height * scale));
  const shares = { left: 0, centre: 0.5, right: 1 };
  const x = box.x + Math.round((box.width - width) * shares[align]);
  return [{ png, x, y: box.y + Math.round((box.height - height) / 2), width, height }];
}
