"""The silence score's weights: a search for early alerts at equal budgets of false ones, in each class of posting rate.

What counts, tuned within each class as the scorer does: the mean delay against that of plain age. And with one
threshold for all of the first file (0.25 false alerts a living year), 0.10 to 0.40 of them in each class.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import numpy as np

from monitor.metrics import dropout_model, model_parameters, silence_score
from monitor.metrics.rhythm import rhythm

DAY = 86_400.0
BUDGETS = (0.10, 0.25)
SHORTEST = 16  # days: shorter silences alert nobody
STARTS = (  # weights in the order of silence_score.TERMS, from which the search sets out
    (0.3, 0.1, -0.15, 0.0, -0.2, 0.0, 0.0, -0.3, 1.0, 0.9, -0.5),
    (0.4, 0.1, -0.15, -0.2, -0.2, 0.15, 0.0, 0.0, 0.7, 0.7, -0.7),
)
CLASSES = {"<12": (0, 12), "12-52": (12, 52), ">=52": (52, 10**9), ">=12": (12, 10**9)}
# file, reading, class, weight: what the search minimises the delay of
CELLS = (
    (1, "A", ">=12", 1.0), (1, "A", "12-52", 1.0), (1, "B", ">=12", 1.0), (1, "B", "12-52", 1.0), (1, "A", "<12", 0.5),
    (0, "B", "<12", 0.3), (0, "B", "12-52", 0.5), (0, "B", ">=52", 0.5),
)  # fmt: skip
BARS = np.array([1.0, 1.0, 1.5, 1.5, 0.2, 0.1, 0.1, 0.0])  # what it costs to be later than plain age, cell by cell
MEDIANS = {"12-52": 82.0, ">=52": 40.0}  # days, wanted at the common threshold


class Silences:
    """The silences of one file in one reading, with what the score is made of. Rows are silences, columns ages."""

    def __init__(self, data, eta_of, scorer, mode):
        self.ages, self.within = scorer.AGES, 90 if mode == "A" else 365
        place = {a["account_id"]: j for j, a in enumerate(data.accounts)}
        rows, self.living, self.rate, owners = [], [], [], []
        for k, account in enumerate(scorer.ops_sample(data.accounts)):
            found, years, dormant = scorer.silences(account, mode)
            self.living.append(years)
            times = np.array(account["times"])
            self.rate.append((times > times[-1] - 365 * DAY).sum())
            for i, start, length in found:
                limit = length if length is not None else (account["obs_end"] - start) / DAY
                if limit > SHORTEST:
                    rows.append(
                        (place[account["account_id"]], i + 1, limit, length is None, length is None and dormant)
                    )
                    owners.append(k)
        self.living, self.rate, self.own = np.array(self.living), np.array(self.rate), np.array(owners)
        self.j = np.array([r[0] for r in rows])
        self.length, self.open, self.dormant = (np.array([r[k] for r in rows]) for k in (2, 3, 4))
        self.fold = data.fold[self.j]
        self.account_fold = np.array([data.fold[place[a["account_id"]]] for a in scorer.ops_sample(data.accounts)])
        self.valid = self.ages < self.length[:, None]
        for j, i, *_ in rows:
            data.features(j, i)
        known = [data.accounts[j]["known"][i] for j, i, *_ in rows]
        self.terms = np.array([silence_score.terms(r) for r in known])
        self.busy = self.terms[:, -2:-1]
        self.logit = eta_of(np.array([r.features for r in known]), self.fold, self.ages)

    def score(self, w):
        return np.log(self.ages) + (w[0] + w[1] * self.busy) * self.logit + (self.terms @ np.array(w[2:]))[:, None]


class Cell:
    """The silences of one class of accounts, those of `fold` left out."""

    def __init__(self, silences, name=None, fold=None):
        low, high = CLASSES.get(name, (0, 10**9))
        accounts = (silences.rate >= low) & (silences.rate < high)
        if fold is not None:
            accounts &= silences.account_fold != fold
        rows = accounts[silences.own]
        self.of, self.rows, self.years = silences, rows, silences.living[accounts].sum()
        self.valid, self.open, self.length = silences.valid[rows], silences.open[rows], silences.length[rows]
        self.dormant, self.n = silences.dormant[rows], int(silences.dormant[rows].sum())

    def alerts(self, score, threshold):
        hit = (score >= threshold) & self.valid
        age = np.where(hit.any(1), self.of.ages[hit.argmax(1)], np.inf)
        false = np.isfinite(age) & ~self.open & (self.length - age <= self.of.within)
        return age, false

    def threshold(self, score, budget):
        values = np.unique(score[self.valid])
        values = values[np.unique(np.linspace(0, len(values) - 1, 1001).astype(int))]
        low, high = 0, len(values) - 1
        while low < high:
            middle = (low + high) // 2
            if self.alerts(score, values[middle])[1].sum() <= budget * self.years:
                high = middle
            else:
                low = middle + 1
        return values[low]

    def delays(self, score, budget):
        age, _ = self.alerts(score, self.threshold(score, budget))
        return np.where(np.isfinite(age), age, 365.0)[self.dormant]


@dataclass
class Found:
    weights: list = field(default_factory=list)
    threshold: float = 0.0
    folds: list = field(default_factory=list)

    def shipped(self):
        return {
            "silence_score": [round(float(w), 4) for w in self.weights],
            "threshold": round(float(self.threshold), 4),
        }


class Search:
    def __init__(self, silences, fold=None):
        self.cells = [(Cell(silences[k, mode], name, fold), mode, name, weight) for k, mode, name, weight in CELLS]
        self.plain = [
            [max(5.0, cell.delays(np.broadcast_to(np.log(cell.of.ages), cell.valid.shape), b).mean()) for b in BUDGETS]
            for cell, *_ in self.cells
        ]
        self.all = Cell(silences[0, "B"], None, fold)
        self.classes = {name: Cell(silences[0, "B"], name, fold) for name in ("<12", "12-52", ">=52")}

    def ratios(self, w):
        scores = {id(cell.of): cell.of.score(w) for cell, *_ in self.cells}
        return np.array([
            [cell.delays(scores[id(cell.of)][cell.rows], b).mean() / base for b, base in zip(BUDGETS, plain)]
            for (cell, *_), plain in zip(self.cells, self.plain)
        ])  # fmt: skip

    def together(self, w):
        score = self.all.of.score(w)
        threshold = self.all.threshold(score[self.all.rows], 0.25)
        found = {}
        for name, cell in self.classes.items():
            age, false = cell.alerts(score[cell.rows], threshold)
            found[name] = (false.sum() / max(cell.years, 1), np.where(np.isfinite(age), age, 365.0)[cell.dormant])
        return threshold, found

    def cost(self, w):
        ratios, weight = self.ratios(w), np.array([weight for *_, weight in self.cells])
        if w[0] < 0 or w[0] + w[1] < 0:  # then the score would not rise with the silence
            return 100.0 - min(w[0], w[0] + w[1])
        value = (ratios.mean(1) * weight).sum() / weight.sum() + (BARS * np.maximum(0, ratios - 0.96).T).sum()
        _, found = self.together(w)
        for name, (rate, delays) in found.items():
            value += 4 * max(0, 0.14 - rate) + 4 * max(0, rate - 0.36)
            if name in MEDIANS and len(delays):
                middle = np.quantile(delays, [0.45, 0.5, 0.55]).mean() / MEDIANS[name]
                value += 1.5 * max(0, np.log(middle)) + 0.1 * np.log(delays.mean() / MEDIANS[name])
        return value + 0.02 * np.square(w).sum()

    def run(self, start, step, tries):
        """The cheapest weights found by CMA-ES (Hansen 2016, the plain form) in about so many tries."""
        rng, n = np.random.default_rng(3), len(start)
        many = 12
        share = np.log(many / 2 + 0.5) - np.log(np.arange(1, many // 2 + 1))
        share /= share.sum()
        mass = 1 / (share**2).sum()
        c_path, c_step = 4 / (n + 4), (mass + 2) / (n + mass + 5)
        c_one, c_rank = 2 / ((n + 1.3) ** 2 + mass), 2 * (mass - 2 + 1 / mass) / ((n + 2) ** 2 + mass)
        usual = np.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n**2))
        mean, path, step_path, spread = np.array(start, float), np.zeros(n), np.zeros(n), np.eye(n)
        best = (self.cost(mean), mean)
        for _ in range(tries // many):
            values, axes = np.linalg.eigh(spread)
            root = axes * np.sqrt(np.maximum(values, 1e-12))
            drawn = rng.normal(size=(many, n)) @ root.T
            costs = np.array([self.cost(mean + step * d) for d in drawn])
            order = np.argsort(costs)[: many // 2]
            if costs[order[0]] < best[0]:
                best = (costs[order[0]], mean + step * drawn[order[0]])
            move = share @ drawn[order]
            mean = mean + step * move
            whitened = axes @ ((axes.T @ move) / np.sqrt(np.maximum(values, 1e-12)))
            step_path = (1 - c_step) * step_path + np.sqrt(c_step * (2 - c_step) * mass) * whitened
            path = (1 - c_path) * path + np.sqrt(c_path * (2 - c_path) * mass) * move
            spread = (1 - c_one - c_rank) * spread + c_one * np.outer(path, path)
            spread += c_rank * (drawn[order].T * share) @ drawn[order]
            step *= np.exp(c_step * (np.linalg.norm(step_path) / usual - 1))
        return best[1], best[0]


def learn(data, parts, whole, scorer):
    """Weights from all accounts, and out of fold; prints what holds out of fold."""

    def silences(weights):
        def eta_of(x, fold, ages):
            eta = np.stack([np.stack([row[0] + x @ row[1:] for row in theta]) for theta in weights])
            return logit(eta[fold if len(weights) > 1 else np.zeros_like(fold), :, np.arange(len(fold))], ages)

        return {(k, m): Silences(data[k], eta_of, scorer, m) for k in (0, 1) for m in "AB" if (k, m) != (0, "A")}

    known, found = silences(parts), Found()
    w, cost = min((Search(known).run(start, 0.25, 1200) for start in STARTS), key=lambda tried: tried[1])
    report(Search(known), w, f"all accounts (cost {cost:.3f})")
    found.weights, found.threshold = w, Search(known).together(w)[0]
    for fold in range(len(parts)):
        search = Search(known, fold)
        w_fold, _ = search.run(w, 0.1, 240)
        found.folds.append((w_fold, search.together(w_fold)[0]))
    out_of_fold(known, found)
    return found


def logit(eta, ages):
    eta = np.clip(eta, -12, 12)[:, :, None]
    shape, gone = np.exp(eta[:, 1]), 1 / (1 + np.exp(-eta[:, 2]))
    z = np.exp(eta[:, 0]) * shape
    tail = -shape * np.log1p(ages / z)
    alive = (1 - gone) * np.exp(tail)
    p = 1 - alive / (gone + alive) * -np.expm1(-shape * np.log1p((ages + 180) / z) - tail)
    return np.minimum(20, np.log(p + 1e-9) - np.log1p(-np.minimum(p, 1 - 1e-9)))


def report(search, w, title):
    print(title, dict(zip(silence_score.TERMS, np.round(w, 3).tolist())))
    for (cell, mode, name, _), ratio, plain in zip(search.cells, search.ratios(w), search.plain):
        delays = f"age {plain[0]:.0f} {plain[1]:.0f} d, ratio {ratio[0]:.2f} {ratio[1]:.2f}"
        print(f"  {mode} {name:6} dormant {cell.n:3} {delays}")
    for name, (rate, delays) in search.together(w)[1].items():
        figures = f"false {rate:.3f} median {np.median(delays):.0f} mean {delays.mean():.0f} d"
        print(f"  together {name:6} {figures} (n {len(delays)})")


def out_of_fold(known, found):
    """Each account's score by weights that never saw it, from its fold's threshold; compared with plain age."""
    for silences in known.values():
        score = np.empty(silences.valid.shape)
        for fold, (w, threshold) in enumerate(found.folds):
            score[silences.fold == fold] = (silences.score(w) - threshold)[silences.fold == fold]
        silences.held_out = score
    rng = np.random.default_rng(11)
    print("out of fold: delay against plain age, at equal budgets")
    for k, mode, name, _ in CELLS:
        cell = Cell(known[k, mode], name)
        for budget in BUDGETS:
            mine = cell.delays(cell.of.held_out[cell.rows], budget)
            age = cell.delays(np.broadcast_to(np.log(cell.of.ages), cell.valid.shape), budget)
            means = [rng.choice(mine - age, len(mine)).mean() for _ in range(2000)]
            low, high = np.quantile(means, [0.05, 0.95])
            means_of = f"age {age.mean():6.1f} score {mine.mean():6.1f} difference {(mine - age).mean():6.1f}"
            print(f"  file {k} {mode} {name:6} {budget:.2f}: n {cell.n:3} {means_of} [{low:.1f}, {high:.1f}] (90 %)")


def predict(data, parts, found, typical, scorer, folder):
    """The scorer's prediction lines, each account by what never saw it."""
    folder.mkdir(parents=True, exist_ok=True)
    for k, d in enumerate(data):
        place = {a["account_id"]: j for j, a in enumerate(d.accounts)}
        constants = [
            model_parameters.Learned(
                *(tuple(row) for row in theta), typical=tuple(typical), silence_score=tuple(w), threshold=t
            )
            for theta, (w, t) in zip(parts, found.folds)
        ]
        with (folder / f"predictions-{k}.jsonl").open("w") as file:
            for name, times, i, now in scorer.queries(d.accounts):
                j = place[name]
                if i not in d.accounts[j].setdefault("known", {}):
                    d.accounts[j]["known"][i] = rhythm(times[max(0, i - 1000) : i])
                r, c = d.accounts[j]["known"][i], constants[d.fold[j]]
                model, s = dropout_model.farewell(r, constants=c), (now - times[i - 1]) / DAY
                answer = {f"p_silent_{h}": model.silent(s, h) for h in (90, 180)}
                answer["p_alarm"] = silence_score.silence_score(r, model, s, c)
                file.write(json.dumps({"account_id": name, "now": now, **answer}) + "\n")
