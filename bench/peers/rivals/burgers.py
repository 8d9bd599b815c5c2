"""Viscous Burgers, central fluxes, Crank-Nicolson; each step by Newton's method with
BiCGStab, differentiated by the implicit function theorem (custom_root)."""

from common import *  # noqa: F403

XY, (DX, DY) = coordinates([-1, 0], [1, 1])
CELLS = tuple(E["cells"])


def viscosity(w):
    return 0.001 + 0.009 * jax.nn.sigmoid(siren(layers_of(w, "k/"), XY, 15.0, 6.0).reshape(CELLS))


def rate(faces, u):
    kx, ky = faces
    ax, ay = u + jnp.roll(u, 1, 0), u + jnp.roll(u, 1, 1)
    fx = kx * (u - jnp.roll(u, 1, 0)) - 0.125 / DX * ax * ax
    fy = ky * (u - jnp.roll(u, 1, 1)) - 0.125 / DY * ay * ay
    return jnp.roll(fx, -1, 0) - fx + jnp.roll(fy, -1, 1) - fy


def step(faces, u):
    half = E["dt"] / 2
    b = u + half * rate(faces, u)
    target = E["tol"] * jnp.sqrt(dot(b, b))

    def residual(z):
        return z - half * rate(faces, z) - b

    def newton(f, z):
        def going(s):
            return (s[2] > target) & (s[3] < 50)

        def body(s):
            z, r, norm, k = s
            _, mv = jax.linearize(f, z)
            z = z - bicgstab(mv, r, None, jnp.maximum(E["forcing"] * norm, 0.5 * target))
            r = f(z)
            return z, r, jnp.sqrt(dot(r, r)), k + 1

        r = f(z)
        return lax.while_loop(going, body, (z, r, jnp.sqrt(dot(r, r)), 0))[0]

    def tangent_solve(g, y):
        return solve(g, y, None, E["adjoint_tol"], E["adjoint_tol"])

    return lax.custom_root(residual, u, newton, tangent_solve)


INITIAL = read("initial")[:, 0]
LABEL = INITIAL / 2
N = LABEL.size * len(E["loss"])
all_steps = jax.vmap(step, (None, 0))


def loss(w):
    k = viscosity(w)
    faces = (0.5 * (k + jnp.roll(k, 1, 0)) / DX**2, 0.5 * (k + jnp.roll(k, 1, 1)) / DY**2)

    def body(carry, weight):
        u, total = carry
        u = all_steps(faces, u)
        return (u, total + weight * jnp.sum((u - LABEL) ** 2)), None

    (u, total), _ = lax.scan(body, (INITIAL, jnp.zeros((), FLOAT)), loss_weights())
    return total / (N * jnp.mean(LABEL)), u[:, None]


epoch_of(loss)
