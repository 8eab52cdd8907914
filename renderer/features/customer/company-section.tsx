import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { EditableFact, type Changeable } from './editable.tsx';
import { FactRow, Section } from './section.tsx';

interface Named {
  readonly customerUid: string;
  readonly displayName: string;
}

interface CompanyProps extends Changeable {
  readonly parent: Named | undefined;
  readonly departments: readonly Named[];
  readonly onOpen: (customerUid: string) => void;
  readonly onAddDepartment: () => void;
}

/** The company a department belongs to, or the departments of a company: parents and children, one press away. */
export function CompanySection({
  parent,
  departments,
  onOpen,
  onAddDepartment,
  ...changeable
}: CompanyProps) {
  const { t } = useTranslation();
  const { customer, held } = changeable;
  const canBelong = customer.customerType === 'COMPANY' && held.includes('customerParentUid');
  const parentUid = customer.customerParentUid;
  if (!canBelong && !parentUid && departments.length === 0) return null;
  return (
    <Section title={t('customer.company')}>
      <dl>
        {/* A company with departments is none itself. */}
        <EditableFact
          customer={customer}
          held={canBelong ? held : []}
          place="parent"
          label={t('customer.parent')}
          always={departments.length === 0}
        >
          {parentUid && (
            <CustomerLink name={parent?.displayName ?? parentUid} onOpen={() => onOpen(parentUid)} />
          )}
        </EditableFact>
        {(departments.length > 0 || (canBelong && !parentUid)) && (
          <FactRow label={t('customer.departments')}>
            {departments.map((department) => (
              <CustomerLink
                key={department.customerUid}
                name={department.displayName}
                onOpen={() => onOpen(department.customerUid)}
              />
            ))}
            {canBelong && !parentUid && (
              <Button look="quiet" icon={Plus} onClick={onAddDepartment} className="mt-1 -ml-4 text-accent">
                {t('customer.addDepartment')}
              </Button>
            )}
          </FactRow>
        )}
      </dl>
    </Section>
  );
}

function CustomerLink({ name, onOpen }: { name: string; onOpen: () => void }) {
  return (
    <button
      type="button"
      onClick={(event) => {
        // The line around it opens the field; the name opens the customer.
        event.stopPropagation();
        onOpen();
      }}
      className="-my-2 flex min-h-11 items-center text-left font-medium text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
    >
      {name}
    </button>
  );
}
