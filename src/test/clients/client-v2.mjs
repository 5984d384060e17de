// The modern era: the client of @modelcontextprotocol/client 2.x, without any session.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { cancelled, filled, Heard, step } from './steps.mjs';

const notifications = new Heard();
const questions = new Heard();
const errors = new Heard();

const client = new Client({ name: 'client-v2', version: '1.0.0' }, {
	capabilities: { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} },
	versionNegotiation: { mode: { pin: '2026-07-28' } }
});
client.onerror = (error) => {
	// What a cancelled call has told before it heard of it.
	if (!/progress notification for an unknown token/.test(error)) {
		errors.add(String(error));
	}
};
for (const method of ['notifications/message', 'notifications/prompts/list_changed', 'notifications/resources/list_changed',
	'notifications/resources/updated', 'notifications/tools/list_changed']) {
	client.setNotificationHandler(method, notifications.add);
}
client.setRequestHandler('elicitation/create', ({ params }) => {
	questions.add(params);
	return { action: 'accept', content: filled(params.requestedSchema) };
});
client.setRequestHandler('sampling/createMessage', ({ params }) => {
	questions.add(params);
	return { model: 'model', role: 'assistant', content: { type: 'text', text: 'Hi yourself' } };
});
client.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///work', name: 'work' }] }));

const transport = new StreamableHTTPClientTransport(new URL(process.argv[2]));
const call = (name, args = {}, options = {}, meta = undefined) =>
	client.callTool({ name, arguments: args, ...(meta && { _meta: meta }) }, options);
const told = (method) => notifications.first((each) => each.method === method);

await step('connect', async () => {
	await client.connect(transport);
	return {
		server: client.getServerVersion(), capabilities: client.getServerCapabilities(),
		instructions: client.getInstructions(), session: transport.sessionId,
		revision: client.getNegotiatedProtocolVersion(), era: client.getProtocolEra()
	};
});
await step('discover', () => client.discover());
await step('tools', () => client.listTools());
await step('resources', () => client.listResources());
await step('templates', () => client.listResourceTemplates());
await step('prompts', () => client.listPrompts());
await step('stream', async () => {
	const progress = [];
	const result = await call('progress', {}, { onprogress: (each) => progress.push(each) });
	return { progress, result };
});
// Longer than the client's patience, which each report of progress renews.
await step('patience', async () => {
	const progress = [];
	const result = await call('count', { to: 12, delay_ms: 500 },
		{ onprogress: (each) => progress.push(each), timeout: 3_000, resetTimeoutOnProgress: true });
	return { progress, result };
});
await step('items', async () => ({ result: await call('fail_later', { kind: 'refused' }) }));
await step('read', () => client.readResource({ uri: 'sample://numbers/7' }));
await step('prompt', () => client.getPrompt({ name: 'greet', arguments: { name: 'Ada' } }));
await step('complete', () => client.complete(
	{ ref: { type: 'ref/prompt', name: 'words' }, argument: { name: 'word', value: 'a' } }));
await step('log', async () => {
	await call('log_all', {}, {}, { 'io.modelcontextprotocol/logLevel': 'error' });
	return { levels: notifications.all.filter((each) => each.method === 'notifications/message').map((each) => each.params.level) };
});
await step('mirrored', async () => ({ result: await call('mirrored', { region: 'Köln', retries: 3, dry: true }) }));

let subscription;
await step('subscribe', async () => {
	subscription = await client.listen({
		toolsListChanged: true, promptsListChanged: true, resourcesListChanged: true,
		resourceSubscriptions: ['sample://bytes']
	});
	await call('touch', { uri: 'sample://numbers/1' });
	await call('touch', { uri: 'sample://bytes' });
	return { honored: subscription.honoredFilter, told: await told('notifications/resources/updated') };
});
await step('changes', async () => {
	await call('offer_extra', { offered: true });
	await Promise.all(['tools', 'resources', 'prompts'].map((list) => told(`notifications/${list}/list_changed`)));
	const { tools } = await client.listTools();
	await call('offer_extra', { offered: false });
	return { extra: tools.some((tool) => tool.name === 'extra') };
});
await step('unsubscribe', async () => {
	await subscription.close();
	return { closed: await subscription.closed };
});
await step('cancel', () => cancelled((signal, onprogress) => call('tick', {}, { signal, onprogress })));
await step('elicit', async () => ({ result: await call('ask_twice'), questions: questions.all }));
await step('elicitInPrompt', () => client.getPrompt({ name: 'ask_prompt' }));
await step('elicitInResource', () => client.readResource({ uri: 'sample://asked' }));
await step('sample', async () => ({ result: await call('ask_model') }));
await step('roots', async () => ({ result: await call('ask_roots') }));
await step('unknown', () => call('no_such_tool').then((result) => ({ result }), ({ code, message }) => ({ code, message })));
await step('auto', async () => {
	const other = new Client({ name: 'client-v2', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
	await other.connect(new StreamableHTTPClientTransport(new URL(process.argv[2])));
	const era = other.getProtocolEra();
	await other.close();
	return { era };
});
await step('legacy', async () => {
	const other = new Client({ name: 'client-v2', version: '1.0.0' });
	await other.connect(new StreamableHTTPClientTransport(new URL(process.argv[2])));
	const said = { era: other.getProtocolEra(), revision: other.getNegotiatedProtocolVersion() };
	const result = await other.callTool({ name: 'progress' });
	await other.close();
	return { ...said, result };
});
await step('end', async () => {
	await client.close();
	return { errors: errors.all };
});
