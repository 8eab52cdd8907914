/**
 * `npm run proof:network -- [--connections N] [--seed S] [--service flow-retail|emporix]`: the till behind a network
 * that delays, resets, half-opens, cuts and repeats, N connections of each kind and service. One line of JSON a service; exit
 * code 1 when anything was lost or happened twice.
 */
import { readOptions } from '../../scripts/command-line.ts';
import { readServiceKind, serviceKinds, type ServiceKind } from '../practice/practice-connection.ts';
import { isProven, proveNetwork } from './network-proof.ts';

/** Findings that are told one by one. */
const maxTold = 25;
/** Requests that are told beside them. */
const maxTraced = 60;

const values = readOptions({ connections: 2000, seed: 1, service: String });
const { connections, seed } = values;
const chosen = values.service === undefined ? serviceKinds : [readServiceKind(values.service)];

for (const service of chosen) await prove(service);

async function prove(service: ServiceKind): Promise<void> {
  let toldMs = performance.now();
  const proof = await proveNetwork({
    service,
    connections,
    seed,
    onProgress: (struck) => {
      if (performance.now() - toldMs < 10_000) return;
      toldMs = performance.now();
      process.stderr.write(`${service} ${JSON.stringify(struck)}\n`);
    },
  });
  const { lost, duplicated, differing, left, trace, ...rest } = proof;
  const line = JSON.stringify({
    proof: 'network',
    ...rest,
    waiting: left.waiting.length,
    parked: left.parked.length,
    conflicts: left.conflicts.length,
    lost: lost.length,
    duplicated: duplicated.length,
    differing: differing.length,
    ok: isProven(proof),
  });
  process.stdout.write(`${line}\n`);
  const findings = [...lost, ...duplicated, ...differing, ...left.conflicts, ...left.parked, ...left.waiting];
  const told = [...findings.slice(0, maxTold), ...trace.slice(0, maxTraced)];
  for (const finding of told) process.stderr.write(`  ${finding}\n`);
  if (findings.length > maxTold) process.stderr.write(`  and ${findings.length - maxTold} more\n`);
  if (!isProven(proof)) process.exitCode = 1;
}
