"""Chemical vapour infiltration in a thermal gradient: three coupled states, backward
Euler, the surface area a network of the porosity.

Each step by Newton's method. The Jacobian is assembled by hand: a 3x3 block for each
cell and its four neighbours, from the derivatives of the local properties; linear
systems by BiCGStab with the inverse diagonal blocks, guarded, restarted from the true
residual. The gradient of a step is one solve with the transposed blocks (custom_vjp).
Equations are scaled by the norms of their masses at the start of the step."""

from common import *  # noqa: F403

NX, NY = E["cells"]
DX, DY, DT = 20e-3 / NX, 10e-3 / NY, E["dt"]
R, M_C, M_GAS = 8.314462618, 0.012011, 0.02604
RHO_F, RHO_M, R_F, N_C = 1800.0, 2000.0, 4.65e-6, 2.0
P, A, EA, DH, EPS0 = 20e3, 1.35, 126e3, -226.7e3, 0.60
PIN = 2 * EPS0 / R_F * abs(np.log(EPS0))
MOST = E["max_linear"]


def surface(w, eps):
    def raw(eps):
        h = (0.5 * jnp.log(eps) + 1)[..., None]
        for m, b in LAYERS(w)[:-1]:
            h = jnp.tanh(h @ m.T + b)
        m, b = LAYERS(w)[-1]
        return eps * jax.nn.softplus((h @ m.T + b)[..., 0]) * 1e5
    return raw(eps) * (PIN / raw(jnp.asarray(EPS0, FLOAT)))


def LAYERS(w):
    return layers_of(w, "Sv/")


def properties(z, sv):
    """Mass of the precursor, heat capacity, rate, c*D_eff, conductivity; all local."""
    y, t, eps = z
    c = P / (R * t)
    rate = A * jnp.exp(-EA / (R * t)) * sv * c * y
    d_f = 1.8e-5 * (t / 298.15) ** 1.75 * (101325 / P)
    d_k = 2 / 3 * (2 * eps / sv) * jnp.sqrt(8 * R * t / (np.pi * M_GAS))
    d_eff = 1 / (1 / (eps ** (5 / 3) * d_f) + 1.444 / (eps * eps * d_k))
    l_g = 1.5207e-11 * t**3 - 4.8574e-8 * t**2 + 1.0184e-4 * t - 3.9333e-4
    l_f = 1.1176 - 6.217e-4 * t + 8.3e-7 * t**2
    l_m = -3.466 + 0.0271 * t - 2.05e-5 * t**2 + 5.3e-9 * t**3
    cp = -42.4678 + 2.8516 * t - 0.001 * t**2
    heat = ((1 - EPS0) * RHO_F + (EPS0 - eps) * RHO_M) * cp
    return eps * c * y, heat, rate, c * d_eff, eps * l_g + (1 - EPS0) * l_f + (EPS0 - eps) * l_m


def faces(coef, u, axis, h, low, high):
    """Fluxes through the faces of an axis, coef the cells' own: harmonic inside; on a
    wall the cell's own with the wall's value half a cell away, or none (None)."""
    a, b = sl(coef, axis, 0, -1), sl(coef, axis, 1, None)
    inner = 2 * a * b / (a + b) * (sl(u, axis, 1, None) - sl(u, axis, 0, -1)) / h
    first, last = sl(coef, axis, 0, 1), sl(coef, axis, -1, None)
    lo = jnp.zeros_like(first) if low is None else first * 2 * (sl(u, axis, 0, 1) - low) / h
    hi = jnp.zeros_like(last) if high is None else last * 2 * (high - sl(u, axis, -1, None)) / h
    return jnp.concatenate([lo, inner, hi], axis)


def sl(x, axis, lo, hi):
    return x[lo:hi] if axis == 0 else x[:, lo:hi]


def divergence(fx, fy):
    return (fx[1:] - fx[:-1]) / DX + (fy[:, 1:] - fy[:, :-1]) / DY


def walls(par):
    """By state y, T: (x low, x high, y low, y high)."""
    return ((par["y_gas"], par["y_gas"], None, par["y_gas"]), (par["T_gas"], par["T_gas"], par["T_hot"], par["T_gas"]))


def residual(z, u, w, par):
    mass, heat, rate, d, lam = properties(z, surface(w, z[2]))
    old = properties(u, surface(w, u[2]))[0]
    wy, wt = walls(par)
    div_y = divergence(faces(d, z[0], 0, DX, wy[0], wy[1]), faces(d, z[0], 1, DY, wy[2], wy[3]))
    div_t = divergence(faces(lam, z[1], 0, DX, wt[0], wt[1]), faces(lam, z[1], 1, DY, wt[2], wt[3]))
    return jnp.stack([mass - old - DT * (div_y - rate), z[1] - u[1] - DT / heat * (div_t - DH * rate),
                      z[2] - u[2] + DT * N_C * M_C / RHO_M * rate])


def slopes_of_faces(coef, dcoef, u, place, axis, h, low, high):
    """Of each face's flux in the three states of the cells below and above: two lists
    of three arrays, zero where there is no cell. place is that of u among the states."""
    a, b = sl(coef, axis, 0, -1), sl(coef, axis, 1, None)
    mean, jump = 2 * a * b / (a + b), (sl(u, axis, 1, None) - sl(u, axis, 0, -1)) / h
    ma, mb = 2 * b * b / (a + b) ** 2, 2 * a * a / (a + b) ** 2
    below, above = [], []
    for s in range(3):
        own = 1.0 if s == place else 0.0
        lo_in = ma * sl(dcoef[s], axis, 0, -1) * jump - own * mean / h
        hi_in = mb * sl(dcoef[s], axis, 1, None) * jump + own * mean / h
        c0, d0, u0 = sl(coef, axis, 0, 1), sl(dcoef[s], axis, 0, 1), sl(u, axis, 0, 1)
        c1, d1, u1 = sl(coef, axis, -1, None), sl(dcoef[s], axis, -1, None), sl(u, axis, -1, None)
        lo = jnp.zeros_like(c0) if low is None else 2 / h * (d0 * (u0 - low) + own * c0)
        hi = jnp.zeros_like(c1) if high is None else 2 / h * (d1 * (high - u1) - own * c1)
        below.append(jnp.concatenate([jnp.zeros_like(c0), lo_in, hi], axis))
        above.append(jnp.concatenate([lo, hi_in, jnp.zeros_like(c1)], axis))
    return below, above


def blocks(z, w, par, scale):
    """Rows scaled: diagonal blocks [3][3] and those of the neighbours at x-, x+, y-, y+,
    whose last rows are zero and left out [4][2][3]."""
    sv, dsv = jax.jvp(lambda e: surface(w, e), (z[2],), (jnp.ones_like(z[2]),))
    values, slopes = None, []
    for s in range(3):
        dz = jnp.zeros_like(z).at[s].set(1)
        values, tangent = jax.jvp(properties, (z, sv), (dz, dsv if s == 2 else jnp.zeros_like(sv)))
        slopes.append(tangent)
    mass, heat, rate, d, lam = values
    dmass, dheat, drate, dd, dlam = ([slopes[s][k] for s in range(3)] for k in range(5))
    wy, wt = walls(par)
    div_t = divergence(faces(lam, z[1], 0, DX, wt[0], wt[1]), faces(lam, z[1], 1, DY, wt[2], wt[3]))
    neighbours, centre = [], []
    for row, (coef, dcoef, wall) in enumerate(((d, dd, wy), (lam, dlam, wt))):
        factor = -DT * scale[row] * (1 if row == 0 else 1 / heat)
        xb, xa = slopes_of_faces(coef, dcoef, z[row], row, 0, DX, wall[0], wall[1])
        yb, ya = slopes_of_faces(coef, dcoef, z[row], row, 1, DY, wall[2], wall[3])
        neighbours.append([[factor * (-xb[s][:-1]) / DX for s in range(3)], [factor * xa[s][1:] / DX for s in range(3)],
                           [factor * (-yb[s][:, :-1]) / DY for s in range(3)], [factor * ya[s][:, 1:] / DY for s in range(3)]])
        centre.append([factor * ((xb[s][1:] - xa[s][:-1]) / DX + (yb[s][:, 1:] - ya[s][:, :-1]) / DY) for s in range(3)])
    one = jnp.ones_like(mass)
    diag = [
        [centre[0][s] + scale[0] * (dmass[s] + DT * drate[s]) for s in range(3)],
        [centre[1][s] + scale[1] * ((one if s == 1 else 0) + DT / heat * DH * drate[s]
                                    + DT * dheat[s] / heat**2 * (div_t - DH * rate)) for s in range(3)],
        [scale[2] * ((one if s == 2 else 0) + DT * N_C * M_C / RHO_M * drate[s]) for s in range(3)],
    ]
    near = jnp.stack([jnp.stack([jnp.stack(neighbours[row][k]) for row in range(2)]) for k in range(4)])
    return jnp.stack([jnp.stack(r) for r in diag]), near


def shifted(v, k):
    """The neighbour's value at each cell, zero beyond the walls."""
    axis, up = (0, k == 1) if k < 2 else (1, k == 3)
    pad = [(0, 0)] * (v.ndim - 2) + [(0, 0), (0, 0)]
    pad[v.ndim - 2 + axis] = (0, 1) if up else (1, 0)
    n = v.shape[v.ndim - 2 + axis]
    x = jnp.pad(v, pad)
    return lax.slice_in_dim(x, 1, n + 1, axis=v.ndim - 2 + axis) if up else lax.slice_in_dim(x, 0, n, axis=v.ndim - 2 + axis)


def multiply(j, v):
    diag, near = j
    out = jnp.sum(diag * v[None], 1)
    for k in range(4):
        out = out.at[:2].add(jnp.sum(near[k] * shifted(v, k)[None], 1))
    return out


def multiply_transposed(j, v):
    diag, near = j
    out = jnp.sum(diag * v[:, None], 0)
    for k in range(4):
        out = out + shifted(jnp.sum(near[k] * v[:2, None], 0), k ^ 1)
    return out


def inverse(m):
    """Of 3x3 blocks, by cofactors."""
    c = [[m[(i + 1) % 3, (j + 1) % 3] * m[(i + 2) % 3, (j + 2) % 3] - m[(i + 1) % 3, (j + 2) % 3] * m[(i + 2) % 3, (j + 1) % 3]
          for i in range(3)] for j in range(3)]
    det = m[0, 0] * c[0][0] + m[0, 1] * c[1][0] + m[0, 2] * c[2][0]
    return jnp.stack([jnp.stack(r) for r in c]) / det


def apply_blocks(m, v):
    return jnp.sum(m * v[None], 1)


def krylov(mv, pre, b, target):
    """Right-preconditioned BiCGStab to |b - A x| <= target, and its iterations."""
    tiny = jnp.finfo(FLOAT).tiny ** 0.5
    eps = jnp.finfo(FLOAT).eps

    def going(s):
        return (s["rr"] > target * target) & (s["k"] < MOST) & (s["restarts"] < 30)

    def step(s):
        rho = dot(s["shadow"], s["r"])
        lost = (jnp.abs(rho) <= eps * jnp.sqrt(dot(s["shadow"], s["shadow"]) * s["rr"])) | ~jnp.isfinite(rho)
        shadow = jnp.where(lost, s["r"], s["shadow"])
        rho = jnp.where(lost, s["rr"], rho)
        beta = jnp.where(lost | s["fresh"], 0, rho / s["rho"] * (s["alpha"] / s["omega"]))
        p = s["r"] + beta * (s["p"] - s["omega"] * s["v"])
        ph = pre(p)
        v = mv(ph)
        sv = dot(shadow, v)
        alpha = rho / jnp.where(jnp.abs(sv) < tiny, tiny, sv)
        half = s["r"] - alpha * v
        sh = pre(half)
        t = mv(sh)
        omega = dot(t, half) / jnp.maximum(dot(t, t), tiny)
        x = s["x"] + alpha * ph + omega * sh
        r = half - omega * t
        rr = dot(r, r)
        good = jnp.isfinite(rr)
        x, r, rr = (jnp.where(good, n, s[k]) for k, n in (("x", x), ("r", r), ("rr", rr)))
        k = s["k"] + 1
        # now and then, and where it claims to be done or broke down, the true residual
        claim = (rr <= target * target) | ~good
        true = lax.cond(claim, lambda: b - mv(x), lambda: r)
        missed = claim & (dot(true, true) > target * target)
        r = jnp.where(claim, true, r)
        return {"x": x, "r": r, "rr": dot(r, r), "p": p, "v": v, "shadow": jnp.where(missed, r, shadow), "rho": rho, "alpha": alpha,
                "omega": jnp.where(omega == 0, tiny, omega), "k": k, "fresh": missed, "restarts": s["restarts"] + missed}

    zero, one = jnp.zeros_like(b), jnp.ones((), FLOAT)
    s = {"x": zero, "r": b, "rr": dot(b, b), "p": zero, "v": zero, "shadow": b, "rho": one, "alpha": one, "omega": one,
         "k": jnp.zeros((), jnp.int32), "fresh": jnp.ones((), bool), "restarts": jnp.zeros((), jnp.int32)}
    s = lax.while_loop(going, step, s)
    return s["x"], s["k"]


def scales(u, w):
    mass = properties(u, surface(w, u[2]))[0]
    return jnp.stack([1 / jnp.sqrt(dot(m, m)) for m in (mass, u[1], u[2])])


def newton(u, w, par):
    scale = scales(u, w)

    def f(z):
        return scale[:, None, None] * residual(z, u, w, par)

    def going(s):
        helps = (s["k"] < 4) | (s["norm"] < 0.5 * s["before"])
        return (s["norm"] > E["tol"]) & (s["k"] < 30) & helps

    def body(s):
        z, norm = s["z"], s["norm"]
        j = blocks(z, w, par, scale)
        inv = inverse(j[0])
        d, k = krylov(lambda v: multiply(j, v), lambda v: apply_blocks(inv, v), -s["r"], jnp.maximum(E["forcing"] * norm, 0.5 * E["tol"]))
        length = jnp.minimum(1, 0.9 * jnp.min(jnp.where(d[2] < 0, -z[2] / jnp.where(d[2] < 0, d[2], -1), jnp.inf)))
        z = z + length * d
        r = f(z)
        return {"z": z, "r": r, "norm": jnp.sqrt(dot(r, r)), "before": norm, "k": s["k"] + 1, "linear": s["linear"] + k}

    r = f(u)
    s = {"z": u, "r": r, "norm": jnp.sqrt(dot(r, r)), "before": jnp.asarray(jnp.inf, FLOAT), "k": jnp.zeros((), jnp.int32),
         "linear": jnp.zeros((), jnp.int32)}
    s = lax.while_loop(going, body, s)
    return s["z"], jnp.stack([s["k"], s["linear"]]).astype(FLOAT)


@jax.custom_vjp
def step(u, w, par, probe):
    """The new state and counts. The cotangent of probe, which does nothing, is the
    number of iterations of the adjoint solve."""
    return newton(u, w, par)


def step_forward(u, w, par, probe):
    z, counts = newton(u, w, par)
    return (z, counts), (z, u, w, par)


def step_backward(kept, bars):
    z, u, w, par = kept
    scale = scales(u, w)
    j = blocks(z, w, par, scale)
    inv = inverse(j[0])
    zbar = bars[0]
    # columns as large as their states, so that all cotangents count alike
    size = jnp.stack([jnp.sqrt(dot(s, s)) for s in z])[:, None, None]
    b = size * zbar
    lam, k = krylov(lambda v: size * multiply_transposed(j, v), lambda v: apply_blocks(jnp.swapaxes(inv, 0, 1), v / size),
                    b, E["adjoint_tol"] * jnp.sqrt(dot(b, b)))
    _, pull = jax.vjp(lambda u, w: residual(z, u, w, par), u, w)
    ubar, wbar = pull(-scale[:, None, None] * lam)
    return ubar, wbar, jax.tree.map(jnp.zeros_like, par), k.astype(FLOAT)


step.defvjp(step_forward, step_backward)

PAR = {k: jnp.asarray(v, FLOAT) for k, v in E["params"].items()}
INITIAL = read("initial")
LABEL = INITIAL[:, E["observe"]] / 2
COUNT = LABEL.size * len(E["loss"])
all_steps = jax.vmap(step, (0, None, 0, None))


def loss(both):
    w, probe = both

    def body(carry, weight):
        u, total = carry
        u, counts = all_steps(u, w, PAR, probe)
        return (u, total + weight * jnp.sum((u[:, E["observe"]] - LABEL) ** 2)), counts

    (u, total), counts = lax.scan(body, (INITIAL, jnp.zeros((), FLOAT)), loss_weights())
    mean = jnp.mean(counts, (0, 1))
    return total / (COUNT * jnp.mean(LABEL)), (u, {"outer": mean[0], "linear": mean[1]})


value = jax.value_and_grad(loss, has_aux=True)


@jax.jit
def epoch(w):
    (total, aux), (grads, adjoint) = value((w, jnp.zeros((), FLOAT)))
    return total, aux, grads, adam(w, grads, E["rate"]), adjoint / (E["steps"] * E["trajectories"])


W, last = weights(), [None]


def run():
    last[0] = jax.block_until_ready(epoch(W))


def check():
    total, aux, grads, _, _ = last[0]
    for name, v in grads.items():
        if not bool(jnp.all(jnp.isfinite(v))):
            raise SystemExit(f"the gradient of {name} is not finite")
    out = {"gradient/" + k: v for k, v in grads.items()}
    out["loss"], out["final"] = np.asarray(total).reshape(1), aux[0]
    return out


def counts():
    return {**{k: float(v) for k, v in last[0][1][1].items()}, "adjoint": float(last[0][4])}


serve(run, check, counts)
