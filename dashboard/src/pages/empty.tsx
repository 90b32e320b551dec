import { of, type RunInfo, useToken } from "../api";
import { Snippet } from "../parts/snippet";

/** Asks for a token, which this tab keeps until it closes. */
export function NoToken() {
  return <><h1>This server wants a token</h1><form class="card" onSubmit={e => {
    e.preventDefault();
    useToken(String(new FormData(e.currentTarget).get("token") ?? "").trim());
    location.reload();
  }}><label>A token with the scope <code>read</code>: <input name="token" type="password" autocomplete="off" /></label> <button>Open</button>
    <p class="soft">Kept in this tab until it closes. One is made by <code>coxswain token create</code>.</p></form></>;
}

/** How a run is made. */
export function NoRun({ name }: { name: string }) {
  return <><h1>{name ? `There is no run ${name}` : "There is no run yet"}</h1>
    <Snippet title="Make a pool and a run over it" text={`curl -X PUT ${location.origin}/v1/pools/first -H 'Content-Type: application/json' -d '{}'
curl -X POST ${location.origin}/v1/pools/first:upsert -H 'Content-Type: application/json' \\
  -d '{"prompts":[{"prompt_id":"a","prompt":"What is 3 + 2?"},{"prompt_id":"b","prompt":"What is 17 * 25?"}]}'
curl -X PUT ${location.origin}/v1/runs/first -H 'Content-Type: application/json' -d '{"pool":"first","strategy":"hierarchical","group_size":8}'`} />
    <p class="soft">Or look at one that moves: <code>coxswain demo</code>.</p></>;
}

/** How this very run goes on. */
export function NoOutcome({ run }: { run: RunInfo }) {
  const path = location.origin + of(run.run), next = Math.max(0, ...Object.values(run.head)) + 1, { pool, ...config } = run.config, k = config.group_size;
  return <><h1>{run.run} has {run.batches === 0 ? "selected nothing yet" : "no outcome yet"}</h1>
    <Snippet title="In a training loop" text={`import coxswain

steering = coxswain.Steering("${location.origin}", run="${run.run}", pool="${pool}", config=${JSON.stringify(config)})
batch = steering.select(64, seq=${next})                # which prompts to roll out
for ticket in batch.tickets:
    rewards = roll_out(ticket.prompt_id, ${k})   # yours: ${k} rewards in 0 .. 1
    steering.observe(ticket, sum(reward > 0.5 for reward in rewards), len(rewards))`} />
    <Snippet title="Or by hand: select, roll out, observe" text={`curl -X POST ${path}:select -H 'Content-Type: application/json' -d '{"seq":${next},"size":2}'
curl -X POST ${path}:observe -H 'Content-Type: application/json' \\
  -d '{"outcomes":[{"ticket":"<a ticket of the select>","successes":3,"trials":${k}}]}'`} /></>;
}
