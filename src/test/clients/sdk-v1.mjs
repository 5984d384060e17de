// The older era: the client of @modelcontextprotocol/sdk 1.x, in one session.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
	CreateMessageRequestSchema, ElicitRequestSchema, ListRootsRequestSchema, LoggingMessageNotificationSchema,
	PromptListChangedNotificationSchema, ResourceListChangedNotificationSchema, ResourceUpdatedNotificationSchema,
	ToolListChangedNotificationSchema
} from '@modelcontextprotocol/sdk/types.js';
import { cancelled, filled, Heard, step } from './steps.mjs';

const notifications = new Heard();
const questions = new Heard();
const errors = new Heard();

const client = new Client({ name: 'sdk-v1', version: '1.0.0' },
	{ capabilities: { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} } });
client.onerror = (error) => {
	// What a cancelled call has told before it heard of it.
	if (!/progress notification for an unknown token/.test(error)) {
		errors.add(String(error));
	}
};
for (const schema of [LoggingMessageNotificationSchema, PromptListChangedNotificationSchema,
	ResourceListChangedNotificationSchema, ResourceUpdatedNotificationSchema, ToolListChangedNotificationSchema]) {
	client.setNotificationHandler(schema, notifications.add);
}
client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
	questions.add(params);
	return { action: 'accept', content: filled(params.requestedSchema) };
});
client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => {
	questions.add(params);
	return { model: 'model', role: 'assistant', content: { type: 'text', text: 'Hi yourself' } };
});
client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///work', name: 'work' }] }));

const transport = new StreamableHTTPClientTransport(new URL(process.argv[2]));
const call = (name, args = {}, options = {}) => client.callTool({ name, arguments: args }, undefined, options);
const told = (method) => notifications.first((each) => each.method === method);

await step('connect', async () => {
	await client.connect(transport);
	return {
		server: client.getServerVersion(), capabilities: client.getServerCapabilities(),
		instructions: client.getInstructions(), session: transport.sessionId, revision: transport.protocolVersion
	};
});
await step('ping', () => client.ping());
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
	await client.setLoggingLevel('error');
	await call('log_all');
	return { levels: notifications.all.filter((each) => each.method === 'notifications/message').map((each) => each.params.level) };
});
await step('subscribe', async () => {
	await client.subscribeResource({ uri: 'sample://bytes' });
	await call('touch', { uri: 'sample://numbers/1' });
	await call('touch', { uri: 'sample://bytes' });
	return { told: await told('notifications/resources/updated') };
});
await step('changes', async () => {
	await call('offer_extra', { offered: true });
	await Promise.all(['tools', 'resources', 'prompts'].map((list) => told(`notifications/${list}/list_changed`)));
	const { tools } = await client.listTools();
	await call('offer_extra', { offered: false });
	return { extra: tools.some((tool) => tool.name === 'extra') };
});
await step('cancel', () => cancelled((signal, onprogress) => call('tick', {}, { signal, onprogress })));
await step('elicit', async () => ({ result: await call('ask_twice'), questions: questions.all }));
await step('sample', async () => ({ result: await call('ask_model') }));
await step('roots', async () => ({ result: await call('ask_roots') }));
await step('unknown', () => call('no_such_tool').then((result) => ({ result }), ({ code, message }) => ({ code, message })));
await step('end', async () => {
	await transport.terminateSession();
	await client.close();
	return { errors: errors.all };
});
