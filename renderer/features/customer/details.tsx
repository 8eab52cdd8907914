import type { TFunction } from 'i18next';
import { StickyNote } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capability } from '#shared/contract/values';
import { formatPhone } from '#shared/customer/format-phone';
import type { Customer } from '#shared/customer/model';
import type { CustomerField } from '#shared/sync/customer-field';
import { fieldLabel } from '../../ui/field-label.ts';
import { formatMoment, nameCountry } from '../../ui/format.ts';
import { Switch } from '../../ui/switch.tsx';
import { CompanySection } from './company-section.tsx';
import { CreditSection } from './credit-section.tsx';
import { EditableFact, EditablePlace, usePlaceOpen, type Changeable } from './editable.tsx';
import { HistorySection } from './history-section.tsx';
import { unknownFields } from './known-fields.ts';
import { ConsentHistory } from './consent-history.tsx';
import { AddressRow, ConsentRow, ContactRow } from './list-rows.tsx';
import { MembershipSection } from './membership-section.tsx';
import { fact, Facts, Section } from './section.tsx';
import type { CustomerView } from './store.ts';

interface DetailsProps {
  readonly view: CustomerView;
  readonly capabilities: readonly Capability[];
  /** Fields that the connected service has room for. */
  readonly held: readonly CustomerField[];
  /** Codes of former cards, under the one of today. */
  readonly codeHistory: ReactNode;
  readonly onOpen: (customerUid: string) => void;
  readonly onTwoInvoices: (on: boolean) => void;
  readonly onLostCard: () => void;
  readonly onAddDepartment: (company: Customer) => void;
  readonly onShowMerges: () => void;
}

/** Everything the service knows of a customer, in the order a till needs it; changed where it stands. */
export function Details(props: DetailsProps) {
  const { t } = useTranslation();
  const { view, capabilities, held, codeHistory, onOpen } = props;
  const { customer } = view;
  const further = unknownFields(customer);
  const changeable = { customer, held };
  return (
    <>
      <NoteBox {...changeable} />
      <div className="columns-1 gap-x-10 @4xl:columns-2">
        <ContactSection {...changeable} />
        <MembershipSection {...changeable} codeHistory={codeHistory} onLostCard={props.onLostCard} />
        {Boolean(customer.consents?.length) && (
          <Section title={t('customer.consents')}>
            <ul>
              {customer.consents?.map((consent) => (
                <ConsentRow key={consent.consentUid} consent={consent} />
              ))}
            </ul>
            <ConsentHistory view={view} />
          </Section>
        )}
        <CompanySection
          {...changeable}
          parent={view.parent}
          departments={view.departments}
          onOpen={onOpen}
          onAddDepartment={() => props.onAddDepartment(customer)}
        />
        {Boolean(customer.addresses?.length) && (
          <Section title={t('customer.addresses')}>
            <ul>
              {customer.addresses?.map((address, index) => (
                <AddressRow key={address.customerAddressUid ?? index} address={address} />
              ))}
            </ul>
            <p className="pt-1.5 text-sm text-faint">{t('customer.addressesElsewhere')}</p>
          </Section>
        )}
        {Boolean(customer.contacts?.length) && (
          <Section title={t('customer.contacts')}>
            <ul>
              {customer.contacts?.map((contact, index) => (
                <ContactRow key={contact.customerContactUid ?? index} contact={contact} />
              ))}
            </ul>
            <p className="pt-1.5 text-sm text-faint">{t('customer.contactsElsewhere')}</p>
          </Section>
        )}
        <CreditSection {...changeable} canAskStore={capabilities.includes('store-details')} />
        <InvoicingSection
          {...changeable}
          offersExtensions={capabilities.includes('extensions')}
          onTwoInvoices={props.onTwoInvoices}
        />
        <Section title={t('customer.record')}>
          <dl>
            <EditableFact {...changeable} place="ledger" label={t('fields.ledgerNumber')}>
              {customer.ledgerNumber}
            </EditableFact>
            <EditableFact {...changeable} place="pricelist" label={t('fields.pricelistUid')}>
              {customer.pricelistUid}
            </EditableFact>
          </dl>
          <Facts
            facts={[
              fact(t('customer.createdAt'), customer.createdAt && formatMoment(customer.createdAt)),
              fact(
                t('customer.lastModifiedAt'),
                customer.lastModifiedAt && formatMoment(customer.lastModifiedAt),
              ),
              fact(
                t('customer.uid'),
                <span className="text-sm font-normal break-all">{customer.customerUid}</span>,
              ),
            ]}
          />
        </Section>
        {further.length > 0 && (
          <Section title={t('customer.further')}>
            <Facts
              facts={further.map(({ path, value }) => ({
                label: fieldLabel(t, path),
                value: typeof value === 'string' ? value : value ? t('common.yes') : t('common.no'),
              }))}
            />
          </Section>
        )}
      </div>
      <HistorySection
        key={customer.customerUid}
        view={view}
        onOpen={onOpen}
        onShowMerges={props.onShowMerges}
      />
    </>
  );
}

/** What colleagues should know, before anything else. */
function NoteBox(changeable: Changeable) {
  const { t } = useTranslation();
  const { internalNote } = changeable.customer;
  if (!internalNote) return null;
  return (
    <div className="mb-5 flex gap-3 rounded-xl bg-sunken px-4 py-3">
      <StickyNote aria-hidden="true" size={20} className="mt-0.5 shrink-0 text-soft" />
      <div className="selectable min-w-0 flex-1 whitespace-pre-wrap">
        <EditablePlace {...changeable} place="note" label={t('fields.internalNote')}>
          {internalNote}
        </EditablePlace>
      </div>
    </div>
  );
}

function ContactSection(changeable: Changeable) {
  const { t } = useTranslation();
  const { customer, held } = changeable;
  const noteOpen = usePlaceOpen('note');
  const isPerson = customer.customerType === 'PERSON';
  const place = [customer.postalCode, customer.city].filter(Boolean).join(' ');
  const lines = [customer.address, place, customer.countryCode && nameCountry(customer.countryCode)].filter(
    Boolean,
  );
  return (
    <Section title={t('customer.contact')}>
      <dl>
        <EditableFact {...changeable} place="mobile" label={t('fields.mobile')} always>
          {customer.mobile && <span className="text-lg">{formatPhone(customer.mobile)}</span>}
        </EditableFact>
        <EditableFact {...changeable} place="email" label={t('fields.email')} always>
          {customer.email}
        </EditableFact>
        <EditableFact {...changeable} place="address" label={t('fields.address')} always>
          {lines.length > 0 &&
            lines.map((line) => (
              <span key={line} className="block">
                {line}
              </span>
            ))}
        </EditableFact>
        {isPerson ? (
          <EditableFact {...changeable} place="company" label={t('fields.companyName')}>
            {customer.companyName}
          </EditableFact>
        ) : (
          <EditableFact
            {...changeable}
            place="person"
            label={t('customer.person')}
            always={held.includes('firstname')}
          >
            {[customer.firstname, customer.lastname].filter(Boolean).join(' ')}
          </EditableFact>
        )}
        <EditableFact {...changeable} place="vat" label={t('fields.vatNumber')} always={!isPerson}>
          {customer.vatNumber}
        </EditableFact>
        {!customer.internalNote && (
          <EditableFact {...changeable} place="note" label={t('fields.internalNote')} always={!noteOpen}>
            {null}
          </EditableFact>
        )}
      </dl>
    </Section>
  );
}

interface InvoicingProps extends Changeable {
  readonly offersExtensions: boolean;
  readonly onTwoInvoices: (on: boolean) => void;
}

function InvoicingSection({ offersExtensions, onTwoInvoices, ...changeable }: InvoicingProps) {
  const { t } = useTranslation();
  const { customer, held } = changeable;
  const isPerson = customer.customerType === 'PERSON';
  const hasEhf = customer.ehf?.enabled ?? customer.ehfEnabled ?? false;
  const extensions = (customer.extensions ?? []).filter(
    ({ extensionCode }) => extensionCode !== 'TWO_INVOICE' || !offersExtensions,
  );
  const holdsEhf = held.includes('ehf') && !isPerson;
  if (!offersExtensions && extensions.length === 0 && !hasEhf && !holdsEhf) return null;
  return (
    <Section title={t('customer.invoicing')}>
      {offersExtensions && (
        <Switch
          label={t('customer.twoInvoices')}
          detail={t('customer.twoInvoicesDetail')}
          checked={hasExtension(customer, 'TWO_INVOICE')}
          onChange={onTwoInvoices}
          className="border-b border-line/60"
        />
      )}
      <dl>
        <EditableFact {...changeable} place="invoice" label={t('customer.ehf')} always={!isPerson}>
          {hasEhf && t('customer.ehfOn', { address: customer.ehf?.address ?? '' })}
        </EditableFact>
      </dl>
      <Facts
        facts={extensions.map(({ extensionCode, organizationUid }) =>
          fact(extensionName(t, extensionCode), organizationUid || t('customer.extensionOn')),
        )}
      />
    </Section>
  );
}

/** Those the service is known to have have names; another one keeps its own. */
function extensionName(t: TFunction, code: string): string {
  return code === 'TWO_INVOICE' || code === 'KLAVIYO_PROFILE_ID' ? t(`customer.extension.${code}`) : code;
}

function hasExtension(customer: Customer, code: string): boolean {
  return customer.extensions?.some(({ extensionCode }) => extensionCode === code) ?? false;
}
