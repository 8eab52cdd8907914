import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/values';
import { countryOptions } from '../../customer-form/countries.ts';
import { Choice } from '../../ui/choice.tsx';
import { customerTypeIcons } from '../../ui/customer-type-icon.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Managed } from '../../ui/managed.tsx';
import { Switch } from '../../ui/switch.tsx';
import { changeSettings } from './store.ts';

/** The shop, and how a registration starts. */
export function ShopSettings({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const [shopName, setShopName] = useState(settings.shopName);
  return (
    <div className="flex flex-col gap-5">
      <Managed name="shopName">
        <TextField
          label={t('settings.shopName')}
          value={shopName}
          onChange={setShopName}
          onBlur={() => {
            if (shopName.trim() !== settings.shopName) void changeSettings({ shopName: shopName.trim() });
          }}
          maxLength={80}
          note={{ kind: 'hint', words: t('settings.shopNameHint') }}
          className="max-w-md"
        />
      </Managed>
      <Managed name="defaultCountry">
        <SelectField
          label={t('settings.defaultCountry')}
          value={settings.defaultCountry}
          onChange={(defaultCountry) => void changeSettings({ defaultCountry })}
          options={countryOptions()}
          note={{ kind: 'hint', words: t('settings.defaultCountryHint') }}
          className="max-w-md"
        />
      </Managed>
      <Managed name="defaultCustomerType">
        <div>
          <p className="pb-1 text-sm font-medium text-soft">{t('settings.defaultType')}</p>
          <Choice
            label={t('settings.defaultType')}
            value={settings.defaultCustomerType}
            onChange={(defaultCustomerType) => void changeSettings({ defaultCustomerType })}
            options={(['PERSON', 'COMPANY', 'B2B'] as const).map((value) => ({
              value,
              label: t(`customerType.${value}`),
              icon: customerTypeIcons[value],
            }))}
          />
        </div>
      </Managed>
      <Managed name="printCardOnCreate">
        <Switch
          label={t('settings.printCardOnCreate')}
          detail={t('settings.printCardOnCreateDetail')}
          checked={settings.printCardOnCreate}
          onChange={(printCardOnCreate) => void changeSettings({ printCardOnCreate })}
        />
      </Managed>
    </div>
  );
}
