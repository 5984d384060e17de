// The MCP Inspector without its pages: mcp-inspector --cli, one process a request, and mcpdo, whose daemon keeps a
// connection. Neither shows progress; they cancel by leaving, which only the modern era takes for it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Heard, running, step, until } from './steps.mjs';

const [url, era] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), 'inspector-'));
const environment = {
	...process.env, HOME: home, MCP_INSPECTOR_SECRET_STORE: 'file', MCP_INSPECTOR_DAEMON_DIR: join(home, 'd'),
	MCP_INSPECTOR_DAEMON_TOKEN: crypto.randomUUID()
};

function start(program, ...args) {
	const path = join(import.meta.dirname, 'node_modules', '.bin', program);
	return spawn(process.execPath, [path, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(program, ...args) {
	const child = start(program, ...args);
	const [out, err, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
	const failure = err.split('\n').find((line) => line.startsWith('{"error"'));
	if (exit !== 0 && !failure) {
		throw new Error(`${program} ${args.join(' ')} ended with ${exit}: ${out}${err}`);
	}
	return { exit, ...(out.trim() && { out: JSON.parse(out) }), ...(failure && JSON.parse(failure)) };
}

const inspector = (method, ...args) => run('mcp-inspector', '--cli', url, '--transport', 'http', '--protocol-era', era,
	'--format', 'json', '--method', method, ...args);
const mcpdo = (...args) => run('mcpdo', '--format', 'json', ...args);

/** What a program says until it is told to stop, as JSON. */
function listen(program, ...args) {
	const child = start(program, ...args);
	const heard = new Heard();
	let object = '';
	createInterface({ input: child.stdout }).on('line', (line) => {
		object += line;
		if (line.startsWith('}')) {
			heard.add(JSON.parse(object));
			object = '';
		}
	});
	return { heard, stop: () => (child.kill('SIGINT'), once(child, 'exit')) };
}

try {
	await step('connect', () => inspector('initialize'));
	await step('tools', () => inspector('tools/list', '--strict'));
	await step('resources', () => inspector('resources/list'));
	await step('templates', () => inspector('resources/templates/list'));
	await step('prompts', () => inspector('prompts/list'));
	await step('stream', () => inspector('tools/call', '--tool-name', 'progress'));
	await step('failure', () => inspector('tools/call', '--tool-name', 'fail_single', '--tool-arg', 'kind=refused'));
	await step('unasked', () => inspector('tools/call', '--tool-name', 'ask_name'));
	await step('read', () => inspector('resources/read', '--uri', 'sample://numbers/7'));
	await step('prompt', () => inspector('prompts/get', '--prompt-name', 'greet', '--prompt-args', 'name=Ada'));
	await step('load', () => inspector('tools/call', '--tool-name', 'slow', '--tool-arg', 'delay_ms=5', '--load',
		'--load-requests', '100', '--load-concurrency', '10'));

	await step('keep', () => mcpdo('connect', '--transport', 'http', '--server-url', url, '--era', era, '@kept'));
	await step('subscribe', async () => {
		const subscription = listen('mcpdo', '--format', 'json', '@kept', 'resources/subscribe', 'sample://bytes');
		await subscription.heard.first((each) => each.type === 'subscribed');
		await mcpdo('@kept', 'tools/call', 'touch', 'uri:=sample://bytes');
		const told = await subscription.heard.first((each) => each.type === 'resources/updated');
		await subscription.stop();
		return { told };
	});
	await step('elicit', async () => {
		const first = await mcpdo('@kept', 'tools/call', 'ask_twice');
		const second = await mcpdo('elicitation/respond', first.out.elicitationPending.elicitationId, 'name:=Ada');
		return mcpdo('elicitation/respond', second.out.elicitationPending.elicitationId, 'city:=London');
	});
	await step('complete', () => mcpdo('@kept', 'prompts/complete', '--complete-ref-type', 'ref/prompt', '--complete-ref',
		'words', '--complete-arg-name', 'word', '--complete-arg-value', 'a'));
	await step('end', () => mcpdo('disconnect', 'kept'));
	// In the older era the call would go on.
	era === 'modern' && await step('leave', async () => {
		const before = await running(url);
		const call = start('mcp-inspector', '--cli', url, '--transport', 'http', '--protocol-era', era, '--method',
			'tools/call', '--tool-name', 'tick');
		await until(async () => await running(url) > before);
		call.kill('SIGINT');
		await once(call, 'exit');
		return {};
	});
}
finally {
	await mcpdo('daemon', 'stop').catch(() => {});
	rmSync(home, { recursive: true, force: true });
}
