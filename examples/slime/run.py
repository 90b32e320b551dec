"""slime's own data set, samples and buffered data source, steered; only the rollouts are made up.

Aborted groups go back into slime's buffer and come again. Then a second source resumes. Needs slime; no GPU.
"""

import argparse
import json
import random
import sys
from pathlib import Path
from types import SimpleNamespace

from slime.utils.types import Sample
from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

import coxswain
import coxswain.slime

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from agreement import compare  # noqa: E402

PROMPTS, PROMPTS_PER_STEP, GROUP_SIZE = 200, 8, 8
SAVE_AT, LAST = 5, 10


def arguments(out, url):
    """Those of slime's command line that its data source reads, and ours from --custom-config-path."""
    with open(out / "prompts.jsonl", "w", encoding="utf-8") as file:
        for i in range(PROMPTS):
            file.write(json.dumps({"text": f"What is {i} plus {7 * i}?", "label": str(8 * i), "metadata": {"prompt_id": f"sum-{i}", "number": i}}) + "\n")
    words = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.WordLevel({"<pad>": 0}, unk_token="<pad>")), pad_token="<pad>")
    words.save_pretrained(out / "model")
    (out / "model" / "config.json").write_text(json.dumps({"model_type": "llama"}))
    return SimpleNamespace(
        rollout_global_dataset=True, prompt_data=str(out / "prompts.jsonl"), hf_checkpoint=str(out / "model"), dump_details=None,
        rollout_max_prompt_len=None, input_key="text", multimodal_keys=None, label_key="label", metadata_key="metadata", tool_key=None,
        apply_chat_template=False, apply_chat_template_kwargs=None, rollout_seed=1, rollout_shuffle=False, n_samples_per_prompt=GROUP_SIZE,
        buffer_filter_path=None, save=str(out), load=str(out), coxswain_url=url, coxswain_run="adding", coxswain_pool="sums",
        coxswain_strategy="mopps",
    )


class Rollouts:
    def __init__(self, seed):
        self.dice, self.rewards, self.again = random.Random(seed), {}, 0

    def step(self, args, source):
        """One step as slime's rollout function takes it: ask, roll out, report all, hand the aborted ones back."""
        groups = source.get_samples(PROMPTS_PER_STEP)
        assert len(groups) == PROMPTS_PER_STEP
        for group in groups:
            aborted = self.dice.random() < 0.1
            for sample in group:
                rate = 1 - sample.metadata["number"] / PROMPTS
                sample.reward = float(self.dice.random() < rate)
                sample.status = Sample.Status.ABORTED if aborted else Sample.Status.COMPLETED
            if aborted:
                self.again += 1
                source.add_samples([group])
            else:
                self.rewards[group[0].metadata["coxswain_ticket"]] = [sample.reward for sample in group]
        coxswain.slime.report(args, groups, source.get_samples)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--distribution", default=str(Path(__file__).resolve().parents[2]), help="folder with the launcher coxswain")
    parser.add_argument("--out", type=Path, default=Path("runs/slime"))
    options = parser.parse_args()
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    with coxswain.Server(options.distribution, data=out / "server") as server, coxswain.Client(server.url) as client:
        args = arguments(out, server.url)
        source, first = coxswain.slime.DataSource(args), Rollouts(1)
        for step in range(1, LAST + 1):
            first.step(args, source)
            if step == SAVE_AT:
                source.save(step)
        assert source.prompts.steering.flush(60), "outcomes are still waiting"
        compare(client, "adding", "first training", first.rewards)

        source, again = coxswain.slime.DataSource(args), Rollouts(2)
        source.load(SAVE_AT)
        for _ in range(SAVE_AT, LAST):
            again.step(args, source)
        assert source.prompts.steering.flush(60), "outcomes are still waiting"
        compare(client, "adding", "resumed training", first.rewards, again.rewards)
        print(f"lineage {client.show_run('adding')['lineage']}; {first.again + again.again} aborted groups came again from slime's buffer")


if __name__ == "__main__":
    main()
