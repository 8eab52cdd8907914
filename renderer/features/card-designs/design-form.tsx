import { ImageUp, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardDesign, Symbology } from '#shared/cards/card-design';
import { Button } from '../../ui/button.tsx';
import { FilePicker } from '../../ui/file-picker.tsx';
import { FieldFrame, SelectField, TextField } from '../../ui/field.tsx';
import { issueWords } from '../../ui/error-words.ts';
import { Notice } from '../../ui/notice.tsx';
import { MmField } from './mm-field.tsx';
import { PartList } from './part-list.tsx';
import { findPart, titleWords, withPart, withTitleWords } from './parts.ts';
import { readLogo } from './read-logo.ts';
import { changeDesign, typeShopName, useCardDesigns } from './store.ts';

interface DesignFormProps {
  readonly design: CardDesign;
  /** As it is saved. */
  readonly shopName: string;
}

/** Everything a shop may change about one design. Every change shows in the preview at once. */
export function DesignForm({ design, shopName }: DesignFormProps) {
  const { t } = useTranslation();
  const typedName = useCardDesigns((state) => state.shopName);
  return (
    <>
      <GeneralIssues />
      <Group title={t('designs.groups.words')}>
        <div className="grid grid-cols-2 gap-x-4">
          <TextField
            label={t('settings.shopName')}
            value={typedName ?? shopName}
            onChange={(value) => typeShopName(value === shopName ? null : value)}
            maxLength={80}
            note={{ kind: 'hint', words: t('designs.shopNameHint') }}
          />
          {findPart(design, 'title') && (
            <TextField
              label={t('designs.title')}
              value={titleWords(design)}
              onChange={(typed) => changeDesign({ elements: withTitleWords(design, typed) })}
              placeholder={t('designs.titleUsual')}
              maxLength={200}
            />
          )}
        </div>
      </Group>
      <LogoGroup design={design} />
      {design.colours === 'full' && (
        <Group title={t('designs.groups.colours')}>
          <div className="grid grid-cols-2 gap-x-4">
            <ColourField
              label={t('designs.colour')}
              value={design.colour}
              onChange={(colour) => changeDesign({ colour })}
            />
            <ColourField
              label={t('designs.accent')}
              value={design.accent}
              onChange={(accent) => changeDesign({ accent })}
            />
          </div>
        </Group>
      )}
      <Group title={t('designs.groups.code')}>
        <SelectField
          label={t('designs.symbology')}
          value={design.symbology}
          onChange={(symbology) => changeDesign({ symbology: symbology as Symbology })}
          options={symbologies.map((value) => ({ value, label: t(`designs.symbologies.${value}`) }))}
          note={{ kind: 'hint', words: t(`designs.symbologyHints.${design.symbology}`) }}
          className="max-w-md"
        />
      </Group>
      <Group title={t('designs.groups.parts')}>
        <PartList design={design} />
      </Group>
      <SizeGroup design={design} />
    </>
  );
}

const symbologies: readonly Symbology[] = ['code128', 'ean13', 'qrcode', 'azteccode', 'pdf417'];

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="pb-5">
      <legend className="pb-2 text-md font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}

/** What is wrong with the design as a whole; what is wrong with one part stands beside it. */
function GeneralIssues() {
  const { t } = useTranslation();
  const issues = useCardDesigns((state) => state.issues);
  if (issues.length === 0) return null;
  const general = issues.filter(({ field }) => !/^elements\.\d/.test(field));
  return (
    <Notice tone="danger" title={t('errors.card.design-invalid')} className="mb-4" live>
      {general.map((issue) => (
        <span key={issue.field + issue.code} className="block">
          {issueWords(t, issue)}
        </span>
      ))}
    </Notice>
  );
}

function LogoGroup({ design }: { design: CardDesign }) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState('');

  const pick = async (file: File) => {
    const read = await readLogo(t, file);
    setProblem('problem' in read ? read.problem : '');
    if ('logo' in read) {
      const elements = findPart(design, 'logo') ? design.elements : withPart(design, 'logo', true);
      changeDesign({ logo: read.logo, elements });
    }
  };

  return (
    <Group title={t('designs.groups.logo')}>
      <div className="flex items-center gap-4">
        <span className="flex h-16 w-28 shrink-0 items-center justify-center rounded-lg border border-line bg-[#fff] p-1.5">
          {design.logo ? (
            <img
              src={`data:image/png;base64,${design.logo}`}
              alt={t('designs.groups.logo')}
              className="max-h-full max-w-full"
            />
          ) : (
            <span className="text-xs text-[#646a65]">{t('designs.noLogo')}</span>
          )}
        </span>
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
          <FilePicker accept="image/png" icon={ImageUp} onPick={(file) => void pick(file)}>
            {t('designs.chooseLogo')}
          </FilePicker>
          {design.logo && (
            <Button look="quiet" icon={Trash2} onClick={() => changeDesign({ logo: '' })}>
              {t('designs.removeLogo')}
            </Button>
          )}
        </div>
      </div>
      <output
        className={
          problem ? 'block pt-1.5 text-sm font-medium text-danger' : 'block pt-1.5 text-xs text-faint'
        }
      >
        {problem || t('designs.logoRule')}
      </output>
    </Group>
  );
}

interface ColourFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (colour: string) => void;
}

/** A colour: chosen from the computer's own palette, which keys and fingers can use. */
function ColourField({ label, value, onChange }: ColourFieldProps) {
  return (
    <FieldFrame label={label} compact>
      {({ inputId }) => (
        <span className="flex items-center gap-3">
          <input
            id={inputId}
            type="color"
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className="h-11 w-20 shrink-0 cursor-pointer rounded-lg border border-field bg-raised p-1"
          />
          <span className="selectable tabular text-soft">{value}</span>
        </span>
      )}
    </FieldFrame>
  );
}

const sheetSides = [
  'pageWidthMm',
  'pageHeightMm',
  'columns',
  'rows',
  'marginLeftMm',
  'marginTopMm',
  'gapAcrossMm',
  'gapDownMm',
] as const;

function SizeGroup({ design }: { design: CardDesign }) {
  const { t } = useTranslation();
  const { sheet } = design;
  return (
    <Group title={t('designs.groups.size')}>
      <div className="grid grid-cols-4 gap-2">
        <MmField
          label={t('designs.sides.widthMm')}
          value={design.widthMm}
          min={20}
          max={210}
          onChange={(widthMm) => changeDesign({ widthMm })}
        />
        <MmField
          label={t('designs.sides.heightMm')}
          value={design.heightMm}
          min={15}
          max={297}
          onChange={(heightMm) => changeDesign({ heightMm })}
        />
        {sheet &&
          sheetSides.map((side) => {
            const isCount = side === 'columns' || side === 'rows';
            return (
              <MmField
                key={side}
                label={t(`designs.sheetSides.${side}`)}
                value={sheet[side]}
                step={isCount ? 1 : 0.5}
                min={isCount ? 1 : 0}
                max={isCount ? 40 : 450}
                onChange={(value) => changeDesign({ sheet: { ...sheet, [side]: value } })}
              />
            );
          })}
      </div>
    </Group>
  );
}
