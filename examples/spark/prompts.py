"""Prompts as pools have them: eight topics, some twenty templates, one line to a page long, and how often an imagined policy solves each."""

import json
import math
import random
from typing import Any, Dict, Iterator

NAMES = ["Ada", "Bela", "Chen", "Dina", "Emre", "Fatou", "Goran", "Hana", "Ivo", "Jun", "Kira", "Lars", "Mina", "Noor", "Otto", "Pia"]
THINGS = ["apples", "books", "coins", "marbles", "pencils", "shells", "stamps", "tickets", "tiles", "walnuts"]
PLACES = ["market", "library", "harbour", "school", "workshop", "garden", "station", "museum"]
CLOSINGS = ["", "", " Give the answer as a whole number.", " Explain each step.", " Please reason step by step, and put your final answer within \\boxed{}."]


def _number(dice: random.Random, digits: int) -> int:
    return dice.randrange(10 ** (digits - 1), 10**digits)


def _sum(dice, size):
    return "What is " + dice.choice([" + ", " - "]).join(str(_number(dice, size)) for _ in range(2 + size // 3)) + "?"


def _product(dice, size):
    return f"Compute {_number(dice, size)} · {_number(dice, max(1, size - 1))} without a calculator."


def _quotient(dice, size):
    return f"Divide {_number(dice, size + 1)} by {_number(dice, max(1, size - 2))} and state the remainder."


def _linear(dice, size):
    return f"Solve {_number(dice, size // 3 + 1)}x + {_number(dice, size // 2 + 1)} = {_number(dice, size // 2 + 2)} for x."


def _quadratic(dice, size):
    return f"Find all real roots of x² - {_number(dice, size // 4 + 1)}x + {_number(dice, size // 3 + 1)} = 0, or show that there are none."


def _system(dice, size):
    rows = [" + ".join(f"{dice.randrange(1, 4 + size)}{v}" for v in "xyz"[: 2 + (size > 5)]) + f" = {_number(dice, size // 3 + 1)}" for _ in range(2 + (size > 5))]
    return "Solve the system of equations " + ", ".join(rows) + "."


def _story(dice, size):
    people, thing = dice.sample(NAMES, 2), dice.choice(THINGS)
    steps = [
        dice.choice(
            [
                f"At the {dice.choice(PLACES)} {dice.choice(people)} buys {_number(dice, 2)} {thing} for {dice.randrange(2, 9)} coins each.",
                f"{people[0]} gives {people[1]} {dice.randrange(2, 30)} {thing} and gets {dice.randrange(2, 30)} back.",
                f"A box holds {dice.randrange(3, 20)} {thing}, and {dice.choice(people)} fills {dice.randrange(2, 12)} boxes.",
                f"On the way home {dice.choice(people)} loses one {thing[:-1]} in {dice.randrange(3, 9)}.",
            ]
        )
        for _ in range(size)
    ]
    return f"{people[0]} has {_number(dice, 2)} {thing}, {people[1]} has {_number(dice, 2)}. {' '.join(steps)} How many {thing} does {dice.choice(people)} have in the end?"


def _triangle(dice, size):
    return f"A triangle has sides of {_number(dice, size // 4 + 1)}, {_number(dice, size // 4 + 1)} and an angle of {dice.randrange(20, 150)}° between them. Find its area."


def _circle(dice, size):
    return f"{2 + size // 2} circles of radius {_number(dice, size // 3 + 1)} touch each other in turn around one more circle. What is the radius of that one?"


def _solid(dice, size):
    cuts = " ".join(f"A hole of {dice.randrange(1, 9)} by {dice.randrange(1, 9)} is drilled through it." for _ in range(size // 2))
    return f"A box measures {_number(dice, 2)} by {_number(dice, 2)} by {_number(dice, 2)}. {cuts} What volume is left?"


def _divisors(dice, size):
    return f"How many divisors does {_number(dice, size)} have?"


def _residue(dice, size):
    return f"What is the remainder of {_number(dice, 2)}^{_number(dice, size // 2 + 1)} when divided by {_number(dice, 2)}?"


def _diophantine(dice, size):
    return f"Find all whole numbers x and y with {_number(dice, 2)}x² - {_number(dice, 2)}y² = {_number(dice, size // 2 + 1)}, and prove that there are no others."


def _urn(dice, size):
    return f"An urn holds {_number(dice, 2)} red and {_number(dice, 2)} blue balls. {1 + size} are drawn without replacement. How likely are at least {1 + size // 2} red ones?"


def _dice(dice, size):
    return f"{1 + size} dice with {dice.choice([4, 6, 8, 12, 20])} faces are thrown. What is the chance that their sum is {dice.choice(['even', 'a prime', 'at least ' + str(3 * size)])}?"


def _walk(dice, size):
    return f"A walker on a circle of {3 + size} places steps left or right with equal chance. What is the expected number of steps until all places were visited?"


def _function(dice, size):
    conditions = "; ".join(f"values {dice.choice(['below', 'above'])} {_number(dice, 2)} count {dice.randrange(2, 9)} times" for _ in range(size // 2))
    return f"Write a Python function that takes a list of numbers and returns the {dice.choice(['median', 'longest rising run', 'second largest', 'mode'])}. {conditions}"


def _output(dice, size):
    lines = "\n".join(f"    x = x * {dice.randrange(2, 9)} % {_number(dice, 2)} + {dice.randrange(9)}" for _ in range(size))
    return f"What does this program print?\n\nx = {_number(dice, 2)}\nfor i in range({2 + size}):\n{lines}\nprint(x)"


def _query(dice, size):
    return f"Given the tables orders(id, buyer, day, total) and buyers(id, city), write one SQL query for the {1 + size} buyers of {dice.choice(PLACES)} city with the largest total in the last {_number(dice, 2)} days."


def _truth(dice, size):
    people = dice.sample(NAMES, min(len(NAMES), 2 + size))
    said = " ".join(f"{a} says: \"{dice.choice(people)} {dice.choice(['always lies', 'tells the truth', 'is of my kind'])}.\"" for a in people)
    return f"On an island everybody either always lies or never does. {said} Who lies?"


def _seats(dice, size):
    people = dice.sample(NAMES, min(len(NAMES), 3 + size))
    rules = " ".join(f"{dice.choice(people)} sits {dice.choice(['next to', 'left of', 'not beside'])} {dice.choice(people)}." for _ in range(size))
    return f"{', '.join(people)} sit at a round table. {rules} In how many ways can they sit?"


# How hard a topic is, and what makes it harder: a policy's log-odds are hardness − slope · size, size in 1 .. 10.
TOPICS = {
    "arithmetic": (4.0, 0.7, [_sum, _product, _quotient]),
    "algebra": (2.5, 0.6, [_linear, _quadratic, _system]),
    "stories": (3.0, 0.5, [_story]),
    "geometry": (1.0, 0.5, [_triangle, _circle, _solid]),
    "number theory": (1.5, 0.7, [_divisors, _residue, _diophantine]),
    "probability": (1.2, 0.5, [_urn, _dice, _walk]),
    "programs": (2.0, 0.4, [_function, _output, _query]),
    "logic": (1.0, 0.4, [_truth, _seats]),
}


def prompts(count: int, seed: int, trials: int = 8) -> Iterator[Dict[str, Any]]:
    """That many, each with ``prompt_id``, ``prompt``, ``topic`` and how many of ``trials`` rollouts were right."""
    dice = random.Random(seed)
    topics = list(TOPICS)
    for i in range(count):
        topic = dice.choice(topics)
        ease, slope, templates = TOPICS[topic]
        size = dice.randint(1, 10)
        template = dice.randrange(len(templates))
        text = templates[template](dice, size) + dice.choice(CLOSINGS)
        log_odds = ease - slope * size - 0.5 * template + dice.gauss(0, 0.7)
        rate = 1 / (1 + math.exp(-log_odds))
        successes = sum(dice.random() < rate for _ in range(trials))
        yield {"prompt_id": f"{topic.replace(' ', '-')}-{i}", "prompt": text, "topic": topic, "successes": successes, "trials": trials}


def write(folder, count: int, seed: int, a_file: int = 100_000) -> None:
    """As JSON lines, some in each file."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = prompts(count, seed)
    for start in range(0, count, a_file):
        with open(folder / f"{start // a_file:04d}.jsonl", "w", encoding="utf-8") as lines:
            for _ in range(min(a_file, count - start)):
                lines.write(json.dumps(next(rows), ensure_ascii=False) + "\n")
