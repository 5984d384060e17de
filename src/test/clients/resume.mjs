// The older era on a bad line: the client of @modelcontextprotocol/sdk 1.x, which comes back by Last-Event-ID.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { step } from './steps.mjs';

const client = new Client({ name: 'sdk-v1', version: '1.0.0' });
const transport = new StreamableHTTPClientTransport(new URL(process.argv[2]));
const tokens = new Set();

await step('connect', async () => {
	await client.connect(transport);
	return {};
});
await step('call', async () => {
	const progress = [];
	const result = await client.callTool({ name: 'steps', arguments: { to: 30, delay_ms: 100 } }, undefined,
		{ onprogress: (each) => progress.push(each.progress), onresumptiontoken: (token) => tokens.add(token) });
	return { progress, result, tokens: tokens.size };
});
await step('end', async () => {
	await transport.terminateSession();
	await client.close();
	return {};
});
