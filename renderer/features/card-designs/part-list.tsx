import { ChevronDown, CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardDesign, CardElement } from '#shared/cards/card-design';
import { classNames } from '../../ui/class-names.ts';
import { Choice } from '../../ui/choice.tsx';
import { issueWords } from '../../ui/error-words.ts';
import { Switch } from '../../ui/switch.tsx';
import { MmField } from './mm-field.tsx';
import {
  findPart,
  indispensable,
  partOf,
  possibleParts,
  withChangedPart,
  withPart,
  type PartName,
} from './parts.ts';
import { changeDesign, useCardDesigns } from './store.ts';

/** What is on the card: each part can be taken off, moved and sized. */
export function PartList({ design }: { design: CardDesign }) {
  const [open, setOpen] = useState<PartName | null>(null);
  return (
    <ul className="rounded-xl border border-line">
      {possibleParts(design).map((part) => (
        <PartRow
          key={part}
          part={part}
          design={design}
          isOpen={part === open}
          onToggle={() => setOpen(part === open ? null : part)}
        />
      ))}
    </ul>
  );
}

interface PartRowProps {
  readonly part: PartName;
  readonly design: CardDesign;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function PartRow({ part, design, isOpen, onToggle }: PartRowProps) {
  const { t } = useTranslation();
  const element = findPart(design, part);
  const index = element ? design.elements.indexOf(element) : -1;
  const issues = useCardDesigns((state) => state.issues).filter(
    ({ field }) => field === `elements.${index}` || field.startsWith(`elements.${index}.`),
  );
  const name = t(`designs.parts.${part}`);
  return (
    <li className="border-b border-line px-4 py-1 last:border-b-0">
      <div className="flex items-center gap-3">
        {indispensable.has(part) ? (
          <span className="flex min-h-11 flex-1 flex-col justify-center leading-5">
            <span className="font-medium">{name}</span>
            <span className="text-sm text-soft">{t('designs.always')}</span>
          </span>
        ) : (
          <Switch
            label={name}
            checked={element !== undefined}
            onChange={(isShown) => changeDesign({ elements: withPart(design, part, isShown) })}
            className="flex-1"
          />
        )}
        {element && (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={t('designs.placeOf', { part: name })}
            onClick={onToggle}
            className="flex h-11 items-center gap-1.5 rounded-lg px-3 text-sm font-medium text-soft hover:bg-hover hover:text-ink"
          >
            {t('designs.place')}
            <ChevronDown
              aria-hidden="true"
              size={18}
              className={classNames('transition-transform', isOpen && 'rotate-180')}
            />
          </button>
        )}
      </div>
      {issues.map((issue) => (
        <p
          key={issue.field + issue.code}
          className="flex items-start gap-1.5 pb-2 text-sm font-medium text-danger"
        >
          <CircleAlert aria-hidden="true" size={16} className="mt-0.5 shrink-0" />
          {issueWords(t, issue)}
        </p>
      ))}
      {element && isOpen && <PlaceFields design={design} element={element} />}
    </li>
  );
}

const sides = ['leftMm', 'topMm', 'widthMm', 'heightMm'] as const;

function PlaceFields({ design, element }: { design: CardDesign; element: CardElement }) {
  const { t } = useTranslation();
  const change = (changes: Partial<CardElement>) =>
    changeDesign({
      elements: withChangedPart(design, partOf(element), (part) => ({ ...part, ...changes }) as CardElement),
    });
  return (
    <div className="pb-3">
      <div className="grid grid-cols-4 gap-2">
        {sides.map((side) => (
          <MmField
            key={side}
            label={t(`designs.sides.${side}`)}
            value={element[side]}
            min={side === 'widthMm' || side === 'heightMm' ? 0.1 : 0}
            onChange={(value) => change({ [side]: value })}
          />
        ))}
        {element.kind === 'text' && (
          <>
            <MmField
              label={t('designs.largest')}
              value={element.largestMm}
              step={0.2}
              min={1}
              max={40}
              onChange={(largestMm) => change({ largestMm })}
            />
            <MmField
              label={t('designs.smallest')}
              value={element.smallestMm}
              step={0.2}
              min={1}
              max={40}
              onChange={(smallestMm) => change({ smallestMm })}
            />
            <MmField
              label={t('designs.lines')}
              value={element.lines}
              step={1}
              min={1}
              max={4}
              onChange={(lines) => change({ lines })}
            />
          </>
        )}
      </div>
      {(element.kind === 'text' || element.kind === 'logo') && (
        <Choice
          label={t('designs.align')}
          value={element.align}
          onChange={(align) => change({ align })}
          options={(['left', 'centre', 'right'] as const).map((value) => ({
            value,
            label: t(`designs.aligns.${value}`),
          }))}
          className="mt-3"
        />
      )}
    </div>
  );
}
