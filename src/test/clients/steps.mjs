// What the scripts share: each step of a conversation is one line of JSON on standard output.

/** Does a step and says what came of it; what it throws is said too, and ends the conversation. */
export async function step(name, work) {
	try {
		console.log(JSON.stringify({ step: name, ...(await work()) }));
	}
	catch (failure) {
		console.log(JSON.stringify({ step: name, failure: String(failure?.stack ?? failure) }));
		process.exit(1);
	}
}

/** What comes in by a callback, for those who wait for it. */
export class Heard {
	#all = [];
	#waiting = new Set();

	add = (each) => {
		this.#all.push(each);
		this.#waiting.forEach((look) => look());
	};

	/** The first that fits, whether it has come already or is still to come. */
	first(fits = () => true, patience = 20_000) {
		return new Promise((resolve, reject) => {
			const clock = setTimeout(() => {
				this.#waiting.delete(look);
				reject(new Error(`Nothing like it was heard within ${patience} ms; heard: ${JSON.stringify(this.#all)}`));
			}, patience);
			const look = () => {
				const found = this.#all.find(fits);
				if (found !== undefined) {
					clearTimeout(clock);
					this.#waiting.delete(look);
					resolve(found);
				}
			};
			this.#waiting.add(look);
			look();
		});
	}

	get all() {
		return [...this.#all];
	}
}

/** Starts a call that never ends, and cancels it once it has told its progress a few times. */
export async function cancelled(call) {
	const stop = new AbortController();
	const progress = [];
	const outcome = call(stop.signal, (each) => {
		progress.push(each.progress);
		if (progress.length === 3) {
			stop.abort('enough');
		}
	}).then(() => 'answered', (failure) => `${failure?.name ?? ''} ${failure?.message ?? failure}`.trim());
	return { outcome: await outcome, progress };
}

/** What a user fills into a form. */
export function filled(schema) {
	const facts = { name: 'Ada', city: 'London' };
	return Object.fromEntries(Object.keys(schema.properties).map((property) => [property, facts[property]]));
}

/** How many calls the gateway runs. */
export async function running(url) {
	const metrics = await (await fetch(new URL('/actuator/prometheus', url))).text();
	return Number(/^mcp_tool_calls_running (\S+)$/m.exec(metrics)[1]);
}

/** Asks again and again until the answer is yes. */
export async function until(holds, patience = 20_000) {
	const end = Date.now() + patience;
	while (!await holds()) {
		if (Date.now() > end) {
			throw new Error(`Not so after ${patience} ms: ${holds}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}
