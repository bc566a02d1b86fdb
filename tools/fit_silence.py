"""Learns the constants of the silence model, and says how well they hold out of fold. Needs numpy and scipy.

    PYTHONPATH=src python tools/fit_silence.py DATA.jsonl.gz SOCIAL.jsonl.gz [--write] [--leaks] [--out FOLDER]

The scorer (score.py: instants, silences, metrics) is that beside the first file. Folds: the first file by source, the
second by account. `--write` ships the constants fitted on all; `--leaks` adds the checks that nothing leaks; `--out`
leaves the out-of-fold predictions there (predictions-0.jsonl, -1.jsonl), for `score.py eval`.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
from collections import Counter
from pathlib import Path

import numpy as np
import silence_alarm
from scipy.optimize import minimize

from monitor.metrics import model_parameters as shipped
from monitor.metrics.rhythm import FEATURES, rhythm

FOLDS, RIDGE, DAY = 10, 3.0, 86_400.0
HORIZONS = (90, 180)
RNG = np.random.default_rng(7)


class Data:
    """One file: its accounts, the instants that count, and the rhythm at each."""

    def __init__(self, path, scorer, key):
        self.accounts = scorer.load(str(path))
        rows = [
            (j, int(np.searchsorted(a["times"], t, "left")), t)
            for j, a in enumerate(self.accounts)
            for t in scorer.instants(a)
        ]
        self.j, self.i, self.t = (np.array(column) for column in zip(*rows))
        self.fold = folds(self.accounts, key)
        self.s = np.array([(t - self.accounts[j]["times"][i - 1]) / DAY for j, i, t in rows])
        self.x = np.array([self.features(j, i) for j, i, _ in rows])
        self.y = [np.array([self._silent(*row, horizon) for row in rows]) for horizon in HORIZONS]

    def features(self, j, i):
        known = self.accounts[j].setdefault("known", {})
        if i not in known:
            known[i] = rhythm(self.accounts[j]["times"][max(0, i - 1000) : i])
        return known[i].features

    def _silent(self, j, i, t, horizon):
        account, end = self.accounts[j], t + horizon * DAY
        if end > account["obs_end"]:
            return np.nan
        times = account["times"]
        return float(i >= len(times) or times[i] > end)


def folds(accounts, key):
    """Each account's fold; those that share the key share it, and folds are of about one size."""
    size, load, of = Counter(a[key] for a in accounts), [0] * FOLDS, {}
    for name, count in sorted(size.items(), key=lambda item: (-item[1], hashlib.md5(item[0].encode()).hexdigest())):
        of[name] = int(np.argmin(load))
        load[of[name]] += count
    return np.array([of[a[key]] for a in accounts])


def chances(eta, s):
    """P(silent for 90, 180 days): metrics.dropout_model for many at once. `eta` has a row each for its numbers."""
    eta = np.clip(eta, -12, 12)
    shape, gone = np.exp(eta[1]), 1 / (1 + np.exp(-eta[2]))
    z = np.exp(eta[0]) * shape
    tail = -shape * np.log1p(s / z)
    alive = (1 - gone) * np.exp(tail)
    alive = alive / (gone + alive)
    return [1 - alive * -np.expm1(-shape * np.log1p((s + h) / z) - tail) for h in HORIZONS]


def loss(eta, s, y):
    total = 0.0
    for p, truth in zip(chances(eta, s), y):
        p = np.clip(p, 1e-5, 1 - 1e-5)
        total = total - np.where(np.isnan(truth), 0, np.where(truth > 0, np.log(p), np.log1p(-p)))
    return total


def fit(x, s, y, start=None):
    """Three rows (ln scale, ln shape, logit gone) of an intercept and a weight a feature, features standardised."""
    theta = np.zeros((3, x.shape[1])) if start is None else start.copy()
    if start is None:
        theta[:, 0] = 3.5, 0.7, -2.5

    def objective(flat):
        weights = flat.reshape(theta.shape)
        eta, step = weights @ x.T, 1e-4
        slope = np.empty_like(weights)
        for k in range(3):
            up, down = eta.copy(), eta.copy()
            up[k] += step
            down[k] -= step
            slope[k] = (loss(up, s, y) - loss(down, s, y)) / (2 * step) @ x
        shrunk = weights.copy()
        shrunk[:, 0] = 0
        value = loss(eta, s, y).sum() + RIDGE * (shrunk**2).sum()
        return value / 1000, (slope + 2 * RIDGE * shrunk).ravel() / 1000

    found = minimize(objective, theta.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return found.x.reshape(theta.shape)


class Scale:
    """Standardises features, and takes weights back to the features as they are."""

    def __init__(self, x):
        self.mean, self.deviation = x.mean(0), x.std(0)

    def design(self, x):
        return np.hstack([np.ones((len(x), 1)), (x - self.mean) / self.deviation])

    def plain(self, theta):
        slopes = theta[:, 1:] / self.deviation
        return np.hstack([theta[:, :1] - (slopes @ self.mean)[:, None], slopes])


def cross_validate(data, scale, labels=None):
    """Weights for all, and for each fold those that never saw it; and the out-of-fold chances of each file."""
    x = np.vstack([scale.design(d.x) for d in data])
    s, f = np.concatenate([d.s for d in data]), np.concatenate([d.fold[d.j] for d in data])
    y = labels or [np.concatenate([d.y[k] for d in data]) for k in range(2)]
    whole = fit(x, s, y)
    parts = [fit(x[f != k], s[f != k], [v[f != k] for v in y], whole) for k in range(FOLDS)]
    p = np.array([np.zeros(len(x)), np.zeros(len(x))])
    for k, theta in enumerate(parts):
        p[:, f == k] = chances(theta @ x[f == k].T, s[f == k])
    cut = np.cumsum([len(d.x) for d in data])[:-1]
    return whole, parts, np.split(p, cut, axis=1), y


def say(name, scorer, y, p):
    known = ~np.isnan(y)
    m = scorer.prob_metrics(y[known], p[known])
    figures = " ".join(f"{key} {m[key]:.4f}" for key in ("auc", "logloss", "brier", "ece"))
    print(f"{name:24} n {m['n']:6} {figures}")


def leaks(data, scale, scorer):
    """Labels shuffled between accounts teach nothing; a history cut at an instant gives the same features."""
    d = data[0]
    first = np.arange(len(d.j))
    order = RNG.permutation(len(first))
    labels = [np.concatenate([d.y[k][order], data[1].y[k][RNG.permutation(len(data[1].j))]]) for k in range(2)]
    _, _, parts, _ = cross_validate(data, scale, labels)
    say("shuffled labels, H90", scorer, labels[0][: len(d.x)], parts[0][0])
    chosen = RNG.choice(len(d.j), 2000, replace=False)
    wrong = sum(
        rhythm([t for t in d.accounts[d.j[n]]["times"] if t < d.t[n]][-1000:]).features != tuple(d.x[n]) for n in chosen
    )
    print(f"features on truncated series: {wrong} of {len(chosen)} differ")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs=2, type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--leaks", action="store_true")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    spec = importlib.util.spec_from_file_location("score", chosen.data[0].with_name("score.py"))
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    data = [Data(path, scorer, key) for path, key in zip(chosen.data, ("source", "account_id"))]
    scale = Scale(data[0].x)
    whole, parts, p, _ = cross_validate(data, scale)
    for path, d, q in zip(chosen.data, data, p):
        for k, horizon in enumerate(HORIZONS):
            say(f"{path.name.split('.')[0]} H{horizon}", scorer, d.y[k], q[k])
    if chosen.leaks:
        leaks(data, scale, scorer)
    weights = [scale.plain(theta) for theta in parts]
    found = silence_alarm.learn(data, weights, scale.plain(whole), scorer)
    if chosen.out:
        silence_alarm.predict(data, weights, found, scale.mean.tolist(), scorer, chosen.out)
    if chosen.write:
        rows = dict(zip(("scale", "shape", "gone"), scale.plain(whole).round(5).tolist()))
        known = {"features": FEATURES, **rows, "typical": scale.mean.round(5).tolist(), **found.shipped()}
        Path(shipped.__file__).with_name("model_parameters.json").write_text(json.dumps(known, indent=1) + "\n")


if __name__ == "__main__":
    main()
