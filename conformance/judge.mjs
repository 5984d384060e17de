// Judges one run of the suite by the checks it wrote, since its exit code says nothing of warnings in, and nothing at
// all of, the scenarios that a revision does not score.
//
// usage: judge.mjs REVISION RESULTS
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const home = dirname(fileURLToPath(import.meta.url));
const [revision, results] = process.argv.slice(2);

// The suite of this version skips these whatever a server does.
const ALWAYS_SKIPPED = new Set(['tasks-status-notifications']);

function requiredScenarios() {
	const file = join(home, 'node_modules/@modelcontextprotocol/conformance/requirements', `${revision}.yaml`);
	const requirements = parse(readFileSync(file, 'utf8'));
	const unscored = requirements.not_scored.filter(({ leg }) => leg === 'server');
	return [
		...requirements.server.map((name) => ({ name, scored: 'scored' })),
		...unscored.map(({ scenario, reason }) => ({ name: scenario, scored: reason })),
	];
}

function checksOf(scenario) {
	const stamped = new RegExp(`^server-${scenario}-\\d{4}-\\d{2}-\\d{2}T`);
	const folders = readdirSync(results).filter((folder) => stamped.test(folder));
	return folders.flatMap((folder) => JSON.parse(readFileSync(join(results, folder, 'checks.json'), 'utf8')));
}

function judge({ name, scored }) {
	const checks = checksOf(name);
	const bad = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
	const passed = checks.filter(({ status }) => status === 'SUCCESS').length;
	const reasons = bad.map(({ status, id, errorMessage }) => `${status} ${id}: ${errorMessage ?? 'no reason given'}`);
	if (checks.length === 0) {
		reasons.push('did not run');
	} else if (passed === 0 && reasons.length === 0 && !ALWAYS_SKIPPED.has(name)) {
		reasons.push('checked nothing');
	}
	return { name, scored, passed, bad: bad.length, reasons };
}

const verdicts = requiredScenarios().map(judge);
const failed = verdicts.filter(({ reasons }) => reasons.length > 0);
const width = Math.max(...verdicts.map(({ name }) => name.length));

console.log(`\nConformance to ${revision}`);
for (const { name, scored, passed, bad, reasons } of verdicts) {
	const mark = reasons.length === 0 ? 'ok  ' : 'FAIL';
	console.log(`  ${mark}  ${name.padEnd(width)}  ${String(passed).padStart(3)} passed, ${bad} not  (${scored})`);
	reasons.forEach((reason) => console.log(`        ${reason}`));
}
const tell = (kind, chosen) =>
	`${chosen.filter(({ reasons }) => reasons.length === 0).length} of ${chosen.length} ${kind}`;
console.log(
	`  ${tell('scored scenarios', verdicts.filter(({ scored }) => scored === 'scored'))}, ` +
		`${tell('others', verdicts.filter(({ scored }) => scored !== 'scored'))}`,
);
process.exit(failed.length === 0 ? 0 : 1);
