"""What all rivals share: the configuration, the data, the protocol (see package
bench/peers/side), networks, a linear solver, Adam."""

import json
import os
import sys
import time

import numpy as np

KIND, NAME, CONFIG, DATA, FORM = sys.argv[1:6]
with open(CONFIG) as f:
    WHOLE = json.load(f)
E = dict(WHOLE["epochs"][NAME])
if FORM != "full" and "short_steps" in E:
    E["steps"], E["loss"] = E["short_steps"], E["short_loss"]

import jax  # noqa: E402

jax.config.update("jax_enable_x64", E["precision"] == "float64")
import jax.numpy as jnp  # noqa: E402
from jax import lax  # noqa: E402

FLOAT = jnp.float64 if E["precision"] == "float64" else jnp.float32


def read(name):
    with open(os.path.join(DATA, "arrays.json")) as f:
        shape = json.load(f)[name]
    v = np.fromfile(os.path.join(DATA, name.replace("/", ".") + ".f64"), dtype="<f8")
    return jnp.asarray(v.reshape(shape), FLOAT)


def weights():
    """All weights by name, such as "vx/0/weight"."""
    with open(os.path.join(DATA, "arrays.json")) as f:
        names = [n for n in json.load(f) if n.startswith("weights/")]
    return {n[len("weights/"):]: read(n) for n in names}


def write(folder, arrays):
    shapes = {}
    for name, v in arrays.items():
        v = np.asarray(v, "<f8")
        v.tofile(os.path.join(folder, name.replace("/", ".") + ".f64"))
        shapes[name] = list(v.shape)
    with open(os.path.join(folder, "arrays.json"), "w") as f:
        json.dump(shapes, f)


def serve(run, check, counts=lambda: {}):
    """Answer requests; run() does the work once and waits for it."""
    begin = time.perf_counter()
    run()
    compiled = time.perf_counter() - begin
    run()
    print(json.dumps({"ready": True, "compile_seconds": compiled}), flush=True)
    for line in sys.stdin:
        word, _, folder = line.strip().partition(" ")
        if word == "check":
            write(folder, check())
            answer = {}
        else:
            begin = time.perf_counter()
            run()
            answer = {"seconds": time.perf_counter() - begin, "counts": counts()}
        print(json.dumps(answer), flush=True)


def siren(layers, x, w0, w):
    """A sine network with one residual block: layers are (weight, bias)."""
    (w1, b1), (w2, b2), (w3, b3), (w4, b4) = layers
    h = jnp.sin(w0 * (x @ w1.T + b1))
    g = jnp.sin(w * (h @ w2.T + b2))
    h = jnp.sin(w * (h + g @ w3.T + b3))
    return (h @ w4.T + b4)[..., 0]


def layers_of(weights, prefix):
    n = sum(1 for k in weights if k.startswith(prefix) and k.endswith("/weight"))
    return [(weights[f"{prefix}{i}/weight"], weights[f"{prefix}{i}/bias"]) for i in range(n)]


def conditional(weights, name, tau, shapes):
    """The layers that a hypernetwork makes at a time."""
    h = jnp.full((1,), tau, FLOAT)
    small = layers_of(weights, name + "/hyper/")
    before = None
    for i, (w, b) in enumerate(small[:-1]):  # dense, then a residual block of two, and so on
        z = w @ h + b
        if i % 3 == 2:
            z = z + before
        before, h = h, jax.nn.gelu(z)
    w, b = small[-1]
    h = w @ h + b
    flat = weights[name + "/hyper/matrix"] @ h + weights[name + "/hyper/offset"]
    out, at = [], 0
    for rows, cols in shapes:
        out.append((flat[at:at + rows * cols].reshape(rows, cols), flat[at + rows * cols:at + rows * cols + rows]))
        at += rows * cols + rows
    return out


def dot(x, y):
    return jnp.sum(x * y)


def bicgstab(mv, b, x0, target, most=1000):
    """To |b - A x| <= target; no preconditioner. Van der Vorst's."""
    r0 = b if x0 is None else b - mv(x0)
    x0 = jnp.zeros_like(b) if x0 is None else x0

    def going(s):
        return (s[7] > target * target) & (s[8] < most)

    def step(s):
        x, r, p, v, rho, alpha, omega, _, k = s
        rho1 = dot(r0, r)
        beta = jnp.where(k == 0, 0, rho1 / rho * (alpha / omega))
        p = r + beta * (p - omega * v)
        v = mv(p)
        alpha = rho1 / dot(r0, v)
        half = r - alpha * v
        t = mv(half)
        omega = dot(t, half) / jnp.maximum(dot(t, t), jnp.finfo(FLOAT).tiny)
        x = x + alpha * p + omega * half
        r = half - omega * t
        return x, r, p, v, rho1, alpha, omega, dot(r, r), k + 1

    one = jnp.ones((), FLOAT)
    zero = jnp.zeros_like(b)
    s = lax.while_loop(going, step, (x0, r0, zero, zero, one, one, one, dot(r0, r0), 0))
    return s[0]


def solve(mv, b, x0, tol, adjoint_tol):
    """A x = b, differentiated implicitly: the cotangent takes one transposed solve."""
    return lax.custom_linear_solve(
        mv, b,
        lambda mv, b: bicgstab(mv, b, x0, tol * jnp.sqrt(dot(b, b))),
        lambda mv, b: bicgstab(mv, b, None, adjoint_tol * jnp.sqrt(dot(b, b))))


def adam(weights, grads, rate):
    """The first step."""
    def one(w, g):
        m, v = 0.1 * g, 0.001 * g * g
        return w - rate * (m / 0.1) / (jnp.sqrt(v / 0.001) + 1e-8)
    return jax.tree.map(one, weights, grads)


def epoch_of(loss_and_final):
    """Jit a loss to an epoch: loss, gradient and update; and serve it."""
    value = jax.value_and_grad(loss_and_final, has_aux=True)

    @jax.jit
    def epoch(w):
        (loss, aux), grads = value(w)
        return loss, aux, grads, adam(w, grads, E["rate"])

    w = weights()
    last = [None]

    def run():
        last[0] = jax.block_until_ready(epoch(w))

    def check():
        loss, aux, grads, _ = last[0]
        final = aux[0] if isinstance(aux, tuple) else aux
        assert bool(jnp.all(jnp.isfinite(final)))
        out = {"gradient/" + k: v for k, v in grads.items()}
        out["loss"], out["final"] = np.asarray(loss).reshape(1), final
        return out

    def counts():
        aux = last[0][1]
        return {k: float(v) for k, v in aux[1].items()} if isinstance(aux, tuple) else {}

    serve(run, check, counts)


def loss_weights():
    """By step: 1 where the loss looks at its end."""
    w = np.zeros(E["steps"])
    w[np.asarray(E["loss"]) - 1] = 1
    return jnp.asarray(w, FLOAT)


def coordinates(lower, upper):
    """Of cells, centred, over half the longest axis: cells x 2; and cell sizes."""
    n = E["cells"]
    h = [(b - a) / k for a, b, k in zip(lower, upper, n)]
    half = max((b - a) / 2 for a, b in zip(lower, upper))
    axes = [(a + (np.arange(k) + 0.5) * d - (a + b) / 2) / half for a, b, k, d in zip(lower, upper, n, h)]
    xy = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 2)
    return jnp.asarray(xy, FLOAT), h
