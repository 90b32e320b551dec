"""A real GRPO training with TRL, steered, while the server is killed and restarted; then resumed from a checkpoint.

A Llama of 0.2 million weights, built from a config, learns to add. Nothing is downloaded.
"""

import argparse
import json
import random
import re
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, TrainerCallback
from trl import GRPOConfig, GRPOTrainer

import coxswain
import coxswain.trl

PROMPTS_PER_STEP, GROUP_SIZE = 8, 8
KILL_AT, START_AT, SAVE_AT, LAST = 4, 7, 10, 16
SYMBOLS = ["<pad>", "<eos>", "+", "=", *"0123456789"]


def sums():
    return [{"prompt_id": f"{a}+{b}", "prompt": f"{a}+{b}=", "answer": str(a + b)} for a in range(30) for b in range(30)]


def tokenizer():
    words = Tokenizer(models.WordLevel({s: i for i, s in enumerate(SYMBOLS)}, unk_token="<pad>"))
    words.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    return PreTrainedTokenizerFast(tokenizer_object=words, pad_token="<pad>", eos_token="<eos>", padding_side="left")


def warmed_up(tokens, rows, steps):
    """A model that adds some of them right, some of the time: where reinforcement learning has something to do."""
    torch.manual_seed(0)
    model = LlamaForCausalLM(
        LlamaConfig(vocab_size=len(SYMBOLS), hidden_size=64, intermediate_size=256, num_hidden_layers=3, num_attention_heads=4, max_position_embeddings=32, pad_token_id=0, eos_token_id=1, bos_token_id=None)
    )
    dice = random.Random(0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
    for _ in range(steps):
        chosen = [f"{r['prompt']}{r['answer']}" for r in dice.sample(rows, 64)]
        batch = tokens([c + "<eos>" for c in chosen], return_tensors="pt", padding=True)
        labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
        loss = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], labels=labels).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return model


class Ledger:
    """What the trainer itself saw: the rewards of every ticket, and the tickets of every step."""

    def __init__(self):
        self.rewards, self.order = {}, []

    def reward(self, prompts, completions, answer, coxswain_ticket, **_):
        scores = [float(re.sub(r"\s", "", c) == a) for c, a in zip(completions, answer)]
        self.order.append(list(dict.fromkeys(coxswain_ticket)))
        for ticket, score in zip(coxswain_ticket, scores):
            self.rewards.setdefault(ticket, []).append(score)
        return scores


class Outage(TrainerCallback):
    def __init__(self, server):
        self.server = server

    def on_step_end(self, args, state, control, **_):
        if state.global_step == KILL_AT:
            self.server.kill()
            print(f"step {KILL_AT}: the server is killed", flush=True)
        if state.global_step == START_AT:
            self.server.start()
            print(f"step {START_AT}: the server is started again", flush=True)


def trainer(model, tokens, rows, steering, ledger, out, last, callbacks=()):
    config = GRPOConfig(
        output_dir=str(out), max_steps=last, save_steps=SAVE_AT, per_device_train_batch_size=PROMPTS_PER_STEP * GROUP_SIZE, num_generations=GROUP_SIZE,
        max_completion_length=4, learning_rate=1e-4, temperature=1.0, report_to=[], logging_steps=1, use_cpu=True, disable_tqdm=True, seed=1, bf16=False,
    )
    return GRPOTrainer(
        model, reward_funcs=coxswain.trl.observed(steering, ledger.reward), args=config, processing_class=tokens,
        train_dataset=coxswain.trl.stream(steering, rows, PROMPTS_PER_STEP), callbacks=[coxswain.trl.Checkpoints(steering), *callbacks],
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--distribution", default=str(Path(__file__).resolve().parents[2]), help="folder with the launcher coxswain")
    parser.add_argument("--out", type=Path, default=Path("runs/trl"))
    parser.add_argument("--warm-up", type=int, default=250)
    options = parser.parse_args()
    torch.set_num_threads(1)
    out = options.out
    rows, tokens = sums(), tokenizer()
    model = warmed_up(tokens, rows, options.warm_up)

    def steer(url):
        return coxswain.Steering(
            url, run="adding", pool="sums", prompts=[{"prompt_id": r["prompt_id"], "prompt": r["prompt"]} for r in rows],
            config={"strategy": "mopps", "group_size": GROUP_SIZE, "seed": 1}, spool=out / "spool", select_timeout=2.0,
        )

    with coxswain.Server(options.distribution, data=out / "server") as server:
        first, again = Ledger(), Ledger()
        with steer(server.url) as steering:
            trainer(model, tokens, rows, steering, first, out / "trainer", LAST, [Outage(server)]).train()
            assert steering.flush(60), "outcomes are still waiting"
            counts = dict(steering.counts)
        arms = ["fallback" if order[0].startswith("fallback-") else "server" for order in first.order]
        print("arms of the steps:", *arms)

        with coxswain.Client(server.url) as client:
            compare(client, first, "first training")

        with steer(server.url) as steering:
            resumed = trainer(model, tokens, rows, steering, again, out / "trainer", LAST)
            resumed.train(resume_from_checkpoint=str(out / "trainer" / f"checkpoint-{SAVE_AT}"))
            assert steering.flush(60), "outcomes are still waiting"
            counts_again = dict(steering.counts)
        same_next = first.order[SAVE_AT] == again.order[0]
        trained = [t for t in again.order]
        print(f"resumed after step {SAVE_AT}: {len(trained)} steps; the batch after the checkpoint is the same as before: {same_next}")
        with coxswain.Client(server.url) as client:
            run = client.show_run("adding")
            figures = {
                "arms": arms, "counts": counts, "counts_resumed": counts_again, "same_next_batch": same_next, "lineage": run["lineage"],
                "lineages": run["lineages"], "reward_by_step": [mean(first, order) for order in first.order],
                "reward_by_step_resumed": [mean(again, order) for order in again.order],
                "summary": client.metrics("adding")["summary"],
            }
            compare(client, again, "resumed training", before=first)
    (out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps({k: figures[k] for k in ("counts", "counts_resumed", "lineage", "summary")}))


def mean(ledger, order):
    scores = [s for t in order for s in ledger.rewards[t]]
    return sum(scores) / len(scores)


def compare(client, ledger, name, before=None):
    """Every group's passes as the trainer saw them, and as the server has them."""
    run = client.show_run("adding")
    equal = different = 0
    for seq in range(1, run["head"]["default"] + 1):
        try:
            batch = client.transport.request("GET", f"/v1/runs/adding/batches/{seq}", timeout=10)
        except coxswain.NotFound:
            continue
        for pick in batch["tickets"]:
            seen = (ledger.rewards.get(pick["ticket"]) or (before.rewards.get(pick["ticket"]) if before else None))
            if seen is None or pick["outcome"] is None or pick["outcome"]["status"] != "ok":
                continue
            if before and pick["ticket"] in before.rewards:
                seen = before.rewards[pick["ticket"]]  # what came first counts
            if (sum(seen), len(seen)) == (pick["outcome"]["successes"], pick["outcome"]["trials"]):
                equal += 1
            else:
                different += 1
    print(f"{name}: {equal} groups have the same numbers at the server, {different} others")
    assert equal > 0 and different == 0


if __name__ == "__main__":
    main()
