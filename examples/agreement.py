"""Whether a server has the numbers that a trainer saw. The examples end with an error where it has others."""


def compare(client, run, name, *trainings):
    """Each training maps a ticket to the rewards of its rollouts; of a ticket that came again, what came first counts."""
    seen = {ticket: rewards for training in reversed(trainings) for ticket, rewards in training.items()}
    equal = different = 0
    for pick in picks(client, run):
        if pick["ticket"] in seen and pick["outcome"] is not None and pick["outcome"]["status"] == "ok":
            rewards = seen[pick["ticket"]]
            same = (sum(rewards), len(rewards)) == (pick["outcome"]["successes"], pick["outcome"]["trials"])
            equal, different = equal + same, different + (not same)
    print(f"{name}: {equal} groups have the same numbers at the server, {different} others", flush=True)
    assert equal > 0 and different == 0


def picks(client, run):
    """Every prompt that was selected from the server in the run's present lineage, with its outcome."""
    import coxswain

    for seq in range(1, client.show_run(run)["head"]["default"] + 1):
        try:
            yield from client.transport.request("GET", f"/v1/runs/{run}/batches/{seq}", timeout=10)["tickets"]
        except coxswain.NotFound:
            continue  # drawn by the client, which had no server then
