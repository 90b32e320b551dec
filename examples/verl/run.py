"""verl's own trainer, data set, replay buffer and transfer queue, steered; only generation and the network are made up.

Groups that DAPO's filter throws out reach the server too. Then a second trainer resumes from a checkpoint. Needs verl 0.9 or
newer with TransferQueue; no GPU.
"""

import argparse
import os
import random
import sys
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
os.environ.setdefault("TQ_LOGGING_LEVEL", "ERROR")

import pyarrow
import pyarrow.parquet
import ray
import torch
import transfer_queue
import verl
from omegaconf import OmegaConf
from tensordict import TensorDict
from verl.trainer.ppo.v1 import get_trainer_cls

import coxswain
import coxswain.verl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from agreement import compare  # noqa: E402

PROMPTS, PROMPTS_PER_STEP, GROUP_SIZE = 400, 16, 8
SAVE_AT, LAST = 5, 8


def write_rows(path):
    """verl's columns. The difficulty of a made-up problem is its number."""
    rows = [
        {
            "data_source": "made-up", "prompt": [{"role": "user", "content": f"Problem {i}"}], "ability": "math",
            "reward_model": {"style": "rule", "ground_truth": str(i)}, "extra_info": {"index": i, "split": "train"},
        }
        for i in range(PROMPTS)
    ]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)


class Rollouts:
    """In place of the agent loop: tags and fields as its workers put them into the queue, rewards by a coin."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.rewards = {}
        self.order = []

    def generate_sequences(self, prompts):
        self.order.append(list(prompts["uid"]))
        for uid, extra in zip(prompts["uid"], prompts["extra_info"]):
            rate = 1 - extra["index"] / PROMPTS
            rewards = [float(self.dice.random() < rate) for _ in range(GROUP_SIZE)]
            self.rewards[uid] = rewards
            keys = [f"{uid}_{session}_0" for session in range(GROUP_SIZE)]
            scores = torch.zeros(GROUP_SIZE, 4)
            scores[:, -1] = torch.tensor(rewards)
            fields = TensorDict(
                {
                    "rm_scores": torch.nested.as_nested_tensor(list(scores), layout=torch.jagged),
                    "response_mask": torch.nested.as_nested_tensor(list(torch.ones(GROUP_SIZE, 4)), layout=torch.jagged),
                },
                batch_size=GROUP_SIZE,
            )
            fields["uid"] = [uid] * GROUP_SIZE
            fields["extra_fields"] = [{"reward_extra_info": {"acc": r}} for r in rewards]
            tags = [{"status": "success", "global_steps": 1, "seq_len": 4, "prompt_len": 0, "response_len": 4}] * GROUP_SIZE
            transfer_queue.kv_batch_put(keys=keys, partition_id="train", fields=fields, tags=tags)
            transfer_queue.kv_batch_put(keys=[uid], partition_id="train", tags=[{"status": "finished"}])


def configuration(out, url):
    config = OmegaConf.load(Path(verl.__file__).parent / "trainer/config/_generated_ppo_trainer.yaml")
    return OmegaConf.merge(
        config,
        {
            "data": {
                "train_files": [str(out / "train.parquet")], "val_files": [str(out / "train.parquet")], "train_batch_size": PROMPTS_PER_STEP,
                "filter_overlong_prompts": False, "dataloader_num_workers": 0, "cache_dir": str(out / "cache"),
                "coxswain": {"url": url, "run": "verl", "pool": "made-up", "strategy": "mopps", "group_size": GROUP_SIZE, "spool": str(out / "spool")},
            },
            "actor_rollout_ref": {"rollout": {"n": GROUP_SIZE}},
            "algorithm": {"adv_estimator": "grpo", "filter_groups": {"enable": True, "metric": "acc"}},
            "trainer": {"default_local_dir": str(out / "checkpoints"), "v1": {"trainer_mode": "coxswain_sync"}},
            "transfer_queue": {"backend": {"SimpleStorage": {"num_data_storage_units": 1}}},
        },
    )


def trainer_of(config, rollouts):
    """The registered trainer, with workers that hold no network."""
    trainer = get_trainer_cls(config.trainer.v1.trainer_mode)(config)
    trainer.tokenizer, trainer.processor = None, None
    trainer._init_dataloader()
    nothing = SimpleNamespace(save_checkpoint=lambda *_, **__: Path(_[0]).mkdir(parents=True, exist_ok=True), load_checkpoint=lambda **_: None)
    trainer.actor_rollout_wg, trainer.use_critic = nothing, False
    trainer.agent_loop_manager = rollouts
    trainer.replay_buffer.poll_interval = 0.01
    trainer._load_checkpoint()
    return trainer


def train(trainer, last):
    trained = []
    while trainer.global_steps < last:
        trainer.global_steps += 1
        trainer._add_batch_to_generate()
        batch, metrics = trainer.replay_buffer.sample(global_steps=trainer.global_steps, partition_id="train", batch_size=PROMPTS_PER_STEP)
        trainer._compute_advantage(batch, metrics)
        transfer_queue.kv_clear(keys=batch.keys, partition_id="train")
        trained.append(len({key.split("_")[0] for key in batch.keys}))
        print(f"step {trainer.global_steps}: trained on {trained[-1]} groups, {metrics.get('training/filter_groups/evicted_samples', 0)} filtered out", flush=True)
        if trainer.global_steps == SAVE_AT:
            trainer._save_checkpoint()
    assert trainer.steering.flush(60), "outcomes are still waiting"
    return trained


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--distribution", default=str(Path(__file__).resolve().parents[2]), help="folder with the launcher coxswain")
    parser.add_argument("--out", type=Path, default=Path("runs/verl"))
    options = parser.parse_args()
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    write_rows(out / "train.parquet")
    print("verl", verl.__version__, "- doctor:", coxswain.verl.doctor() or "nothing is wrong")
    ray.init(num_cpus=2, include_dashboard=False)
    with coxswain.Server(options.distribution, data=out / "server") as server, coxswain.Client(server.url) as client:
        config = configuration(out, server.url)
        transfer_queue.init(config.transfer_queue)
        first, again = Rollouts(1), Rollouts(2)
        train(trainer_of(config, first), LAST)
        compare(client, "verl", "first training", first.rewards)
        (out / "checkpoints" / "latest_checkpointed_iteration.txt").write_text(str(SAVE_AT))
        resumed = trainer_of(configuration(out, server.url), again)
        assert resumed.global_steps == SAVE_AT
        train(resumed, LAST)
        compare(client, "verl", "resumed training", first.rewards, again.rewards)
        run = client.show_run("verl")
        print(f"lineage {run['lineage']}; {len(first.rewards)} and {len(again.rewards)} groups rolled out")
        transfer_queue.close()
    ray.shutdown()


if __name__ == "__main__":
    main()
