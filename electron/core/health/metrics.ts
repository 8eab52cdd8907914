import { durationBoundsMs } from '#shared/health/durations';
import { healthLevels, troubleKinds, type Health } from '#shared/health/health';

/** Of Prometheus' text format, version 0.0.4. */
export const metricsMediaType = 'text/plain; version=0.0.4; charset=utf-8';

type Labels = Readonly<Record<string, string>>;
type Value = readonly [value: number | null, labels?: Labels];

/**
 * A till's health in Prometheus' text format, named after its conventions: base units, `_total` for what only grows,
 * one name one meaning (prometheus.io/docs/practices/naming). What is not known is left out.
 */
export function writeMetrics(health: Health): string {
  const { till, versions, outbox, sync, coverage, cards, disk, backups, usage } = health;
  const nowMs = Date.parse(health.at);
  const ageOf = (at: string | null) => (at === null ? null : Math.max(0, (nowMs - Date.parse(at)) / 1000));
  return [
    metric('tillbook_info', 'gauge', 'Which till this is, and of what.', [
      [
        1,
        {
          version: versions.tillbook,
          schema: String(versions.schema),
          electron: versions.electron ?? '',
          platform: versions.platform,
          service: till?.service ?? '',
          tenant: till?.tenant ?? '',
          store: till?.store ?? '',
          till: till?.till ?? '',
        },
      ],
    ]),
    metric(
      'tillbook_health',
      'gauge',
      '1 for how the till is doing.',
      healthLevels.map((level) => [Number(level === health.level), { level }]),
    ),
    metric(
      'tillbook_trouble',
      'gauge',
      '0 well, 1 to be watched, 2 a person has to act.',
      troubleKinds.map((kind) => {
        const level = health.troubles.find((trouble) => trouble.kind === kind)?.level;
        return [level === undefined ? 0 : healthLevels.indexOf(level), { kind }];
      }),
    ),
    metric('tillbook_start_time_seconds', 'gauge', 'When the program was started, since 1970.', [
      [Date.parse(health.startedAt) / 1000],
    ]),
    metric('tillbook_customers', 'gauge', 'Customers on this till.', [[coverage.cached]]),
    metric('tillbook_customers_known', 'gauge', 'Customers the service says it has.', [[coverage.known]]),
    metric('tillbook_outbox_changes', 'gauge', 'Changes the service has not taken.', [
      [outbox.waiting, { state: 'waiting' }],
      [outbox.parked, { state: 'parked' }],
    ]),
    metric('tillbook_outbox_oldest_age_seconds', 'gauge', 'Age of the oldest of them.', [
      [outbox.oldestAt === null ? 0 : ageOf(outbox.oldestAt)],
    ]),
    metric('tillbook_conflicts', 'gauge', 'Fields a person has to choose.', [[outbox.conflicts]]),
    metric('tillbook_service_up', 'gauge', '1 while the customer service answers.', [
      [Number(sync.reach === 'online')],
    ]),
    metric('tillbook_last_pull_age_seconds', 'gauge', 'Since everything was last fetched.', [
      [ageOf(sync.lastPullAt)],
    ]),
    metric('tillbook_last_push_age_seconds', 'gauge', 'Since the service last took a change.', [
      [ageOf(sync.lastPushAt)],
    ]),
    metric('tillbook_deletions_held_back', 'gauge', 'Customers a person has to look at.', [[sync.heldBack]]),
    metric('tillbook_cards', 'gauge', 'Cards that are not printed.', [
      [cards.waiting, { state: 'waiting' }],
      [cards.inTrouble, { state: 'trouble' }],
    ]),
    metric('tillbook_disk_free_bytes', 'gauge', 'Free on the disk of the data folder.', [[disk.free]]),
    metric('tillbook_store_size_bytes', 'gauge', 'The encrypted store with its log.', [
      [disk.store + disk.log],
    ]),
    metric('tillbook_resident_memory_bytes', 'gauge', 'Memory of the program.', [[health.memoryBytes]]),
    metric('tillbook_backups', 'gauge', 'Backups kept.', [[backups.count]]),
    metric('tillbook_backup_age_seconds', 'gauge', 'Age of the newest backup.', [[ageOf(backups.newestAt)]]),
    metric('tillbook_log_entries_total', 'counter', 'Noted in the log since the start.', [
      [usage.errors, { level: 'error' }],
      [usage.warnings, { level: 'warning' }],
    ]),
    metric(
      'tillbook_operation_failures_total',
      'counter',
      'Operations answered with an error.',
      usage.operations.map(({ operation, failed }) => [failed, { operation }]),
    ),
    metric(
      'tillbook_slow_operations_total',
      'counter',
      'Operations that took longer than they should.',
      usage.operations.map(({ operation, slow }) => [slow, { operation }]),
    ),
    durations(health),
  ]
    .filter(Boolean)
    .join('');
}

function metric(name: string, type: 'gauge' | 'counter', help: string, values: readonly Value[]): string {
  const lines = values.flatMap(([value, labels]) =>
    value === null ? [] : [`${name}${spellLabels(labels)} ${value}\n`],
  );
  return lines.length === 0 ? '' : head(name, type, help) + lines.join('');
}

/** A histogram: the sum of the times is not kept, so `_sum` is left out, which the format allows. */
function durations({ usage }: Health): string {
  const name = 'tillbook_operation_duration_seconds';
  if (usage.operations.length === 0) return '';
  const lines = usage.operations.flatMap(({ operation, durations: counts, count }) => {
    let upTo = 0;
    const buckets = durationBoundsMs.map((bound, index) => {
      upTo += counts[index] ?? 0;
      return `${name}_bucket${spellLabels({ operation, le: String(bound / 1000) })} ${upTo}\n`;
    });
    return [
      ...buckets,
      `${name}_bucket${spellLabels({ operation, le: '+Inf' })} ${count}\n`,
      `${name}_count${spellLabels({ operation })} ${count}\n`,
    ];
  });
  return head(name, 'histogram', 'How long operations took.') + lines.join('');
}

function head(name: string, type: string, help: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

function spellLabels(labels: Labels = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** A tenant's uid may have anything in it. */
function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
