import type Database from 'better-sqlite3';

/** A membership card that the service sent to one of its printers. */
export interface PrintJob {
  printJobUid: string;
  customerUid: string;
  displayName: string;
  loyaltyId: string;
  printerUid: string;
  printerType: 'LABEL' | 'RECEIPT';
  /** ISO 8601. */
  createdAt: string;
}

export interface PrintJobTable {
  /** Oldest first. */
  list(): PrintJob[];
  add(job: Omit<PrintJob, 'printJobUid'>): void;
  clear(): void;
}

export function createPrintJobTable(db: Database.Database): PrintJobTable {
  const selectAll = db.prepare<[], { number: number; body: string }>(
    'SELECT number, body FROM print_jobs ORDER BY number',
  );
  const insert = db.prepare<[string]>('INSERT INTO print_jobs (body) VALUES (?)');
  const deleteAll = db.prepare('DELETE FROM print_jobs');

  return {
    list: () =>
      selectAll.all().map(({ number, body }) => {
        const job = JSON.parse(body) as Omit<PrintJob, 'printJobUid'>;
        return Object.assign(job, { printJobUid: `print-job-${number}` });
      }),
    add: (job) => {
      insert.run(JSON.stringify(job));
    },
    clear: () => {
      deleteAll.run();
    },
  };
}
