"""Donor-cell advection-diffusion, Crank-Nicolson, closures for the velocity: steady
ones are evaluated once, those of time once a step for all trajectories."""

from common import *  # noqa: F403

KAPPA, HORIZON = 0.001, 0.4  # of the specifications
XY, (DX, DY) = coordinates([-1, 0], [1, 1])
CELLS = tuple(E["cells"])
DYNAMIC = "dynamic" in NAME
SHAPES = [(128, 2), (128, 128), (128, 128), (1, 128)]


def velocity(w, name, tau):
    layers = conditional(w, name, tau, SHAPES) if DYNAMIC else layers_of(w, name + "/")
    return 0.5 + 0.3 * siren(layers, XY, 15.0, 6.0).reshape(CELLS)


def coefficients(w, tau=None):
    """Weights of the five cells in f."""
    vx, vy = velocity(w, "vx", tau), velocity(w, "vy", tau)
    px, mx, py, my = jnp.maximum(vx, 0) / DX, jnp.minimum(vx, 0) / DX, jnp.maximum(vy, 0) / DY, jnp.minimum(vy, 0) / DY
    kx, ky = KAPPA / DX**2, KAPPA / DY**2
    return (kx + jnp.roll(px, 1, 0), kx - jnp.roll(mx, -1, 0), ky + jnp.roll(py, 1, 1), ky - jnp.roll(my, -1, 1),
            mx + my - px - py - 2 * (kx + ky))


def rate(c, u):
    return (c[0] * jnp.roll(u, 1, 0) + c[1] * jnp.roll(u, -1, 0) + c[2] * jnp.roll(u, 1, 1) + c[3] * jnp.roll(u, -1, 1)
            + c[4] * u)


def step(c, u):
    half = E["dt"] / 2
    return solve(lambda z: z - half * rate(c, z), u + half * rate(c, u), u, E["tol"], E["adjoint_tol"])


INITIAL = read("initial")[:, 0]
LABEL = INITIAL / 2
N = LABEL.size * len(E["loss"])
all_steps = jax.vmap(step, (None, 0))


def loss(w):
    fixed = None if DYNAMIC else coefficients(w)

    def body(carry, at):
        u, total = carry
        k, weight = at
        c = coefficients(w, k * E["dt"] / HORIZON) if DYNAMIC else fixed
        u = all_steps(c, u)
        return (u, total + weight * jnp.sum((u - LABEL) ** 2)), None

    xs = (jnp.arange(E["steps"], dtype=FLOAT), loss_weights())
    start = (INITIAL, jnp.zeros((), FLOAT))
    if NAME == "rollout":  # segments of about sqrt(steps), each run again in the reverse
        n = max(d for d in range(1, int(E["steps"] ** 0.5) + 1) if E["steps"] % d == 0)
        xs = jax.tree.map(lambda x: x.reshape(n, -1), xs)
        segment = jax.checkpoint(lambda c, x: lax.scan(body, c, x))
        (u, total), _ = lax.scan(segment, start, xs)
    else:
        (u, total), _ = lax.scan(body, start, xs)
    return total / (N * jnp.mean(LABEL)), u[:, None]


def latency():
    c = jax.block_until_ready(jax.jit(coefficients)(weights()))
    predict = jax.jit(lambda c, u: lax.scan(lambda u, _: (step(c, u), None), u, None, E["steps"])[0])
    u0, last = np.asarray(INITIAL[0]), [None]

    def run():
        last[0] = np.asarray(predict(c, u0))

    serve(run, lambda: {"final": last[0][None, None]})


latency() if KIND == "latency" else epoch_of(loss)
