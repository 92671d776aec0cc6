//! A swarm that goes on: peers come, fetch, stay a while, go.
//!
//! Owns Qiu and Srikant's fluid model ("Modeling and Performance Analysis of BitTorrent-Like Peer-to-Peer Networks", SIGCOMM
//! 2004): its differential equation, where it comes to rest, and its solution while one of the links is the bottleneck.
//! Must never know pieces: what they cost is in `efficiency`.

/// The model's parameters. A rate of infinity is allowed for `seed_leave`: peers go as soon as they are complete.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenSwarm {
    /// lambda: peers that come, per second.
    pub arrivals: f64,
    /// mu: copies of the content that one uplink sends per second.
    pub upload: f64,
    /// c: copies that one downlink takes per second.
    pub download: f64,
    /// eta: the part of their uplinks that leechers can use; nearly 1 with many pieces.
    pub efficiency: f64,
    /// theta: the rate at which a leecher gives up, per second.
    pub abort: f64,
    /// gamma: the rate at which a seeder goes, per second.
    pub seed_leave: f64,
}

/// Leechers and seeders, as a fluid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Population {
    /// x: leechers.
    pub leechers: f64,
    /// y: seeders that were leechers before.
    pub seeds: f64,
}

impl OpenSwarm {
    /// Completions per second: `min{c x, mu (eta x + y)}`.
    pub fn completions(&self, at: Population) -> f64 {
        let Population { leechers, seeds } = at;
        (self.download * leechers).min(self.upload * (self.efficiency * leechers + seeds))
    }

    /// How fast the population changes, per second.
    pub fn change(&self, at: Population) -> Population {
        let done = self.completions(at);
        Population {
            leechers: self.arrivals - self.abort * at.leechers - done,
            seeds: done - self.seed_leave * at.seeds,
        }
    }

    /// Where the population rests, and the mean time as a leecher, `T = 1 / (theta + beta)` with
    /// `1 / beta = max{1/c, (1/eta) (1/mu - 1/gamma)}` (their equations 4 to 6).
    pub fn rest(&self) -> (Population, f64) {
        let by_uplinks = (1.0 / self.upload - 1.0 / self.seed_leave) / self.efficiency;
        let beta = 1.0 / by_uplinks.max(1.0 / self.download);
        let share = 1.0 / (1.0 + self.abort / beta);
        let population =
            Population { leechers: self.arrivals / beta * share, seeds: self.arrivals / self.seed_leave * share };
        (population, 1.0 / (self.abort + beta))
    }

    /// The population after `time` seconds, integrated with Runge and Kutta's fourth order in `steps` steps.
    pub fn integrate(&self, from: Population, time: f64, steps: u32) -> Population {
        let step = time / f64::from(steps);
        let go = |at: Population, change: Population, for_s: f64| Population {
            leechers: at.leechers + change.leechers * for_s,
            seeds: at.seeds + change.seeds * for_s,
        };
        (0..steps).fold(from, |at, _| {
            let k1 = self.change(at);
            let k2 = self.change(go(at, k1, step / 2.0));
            let k3 = self.change(go(at, k2, step / 2.0));
            let k4 = self.change(go(at, k3, step));
            let mean = |a: f64, b: f64, c: f64, d: f64| (a + 2.0 * b + 2.0 * c + d) / 6.0;
            let change = Population {
                leechers: mean(k1.leechers, k2.leechers, k3.leechers, k4.leechers),
                seeds: mean(k1.seeds, k2.seeds, k3.seeds, k4.seeds),
            };
            go(at, change, step)
        })
    }

    /// The population after `time` seconds in closed form, as long as one kind of link stays the bottleneck: there the
    /// equation is linear, `z' = A z + b`, and `z = rest + exp(A t) (z_0 - rest)`.
    pub fn closed_form(&self, from: Population, time: f64, uplinks_are_full: bool) -> Population {
        let OpenSwarm { upload: mu, download: c, efficiency: eta, abort: theta, seed_leave: gamma, .. } = *self;
        let a = if uplinks_are_full {
            [[-theta - mu * eta, -mu], [mu * eta, mu - gamma]]
        } else {
            [[-theta - c, 0.0], [c, -gamma]]
        };
        // A z = -b with b = (lambda, 0).
        let determinant = a[0][0] * a[1][1] - a[0][1] * a[1][0];
        let rest = [-self.arrivals * a[1][1] / determinant, self.arrivals * a[1][0] / determinant];
        let off = [from.leechers - rest[0], from.seeds - rest[1]];
        let grown = exp_times(a, time, off);
        Population { leechers: rest[0] + grown[0], seeds: rest[1] + grown[1] }
    }
}

/// `exp(a t) v` for two rows: with m = trace/2 and q^2 = m^2 - det it is `e^(m t) (cosh(q t) + sinh(q t)/q (a - m)) v`.
fn exp_times(a: [[f64; 2]; 2], t: f64, v: [f64; 2]) -> [f64; 2] {
    let m = (a[0][0] + a[1][1]) / 2.0;
    let square = m * m - (a[0][0] * a[1][1] - a[0][1] * a[1][0]);
    let q = square.abs().sqrt();
    // Below this the sine is its own argument, to the last bit.
    let (cosine, sine) = match square {
        _ if q * t < 1e-8 => (1.0, t),
        square if square > 0.0 => (libm::cosh(q * t), libm::sinh(q * t) / q),
        _ => (libm::cos(q * t), libm::sin(q * t) / q),
    };
    let decay = libm::exp(m * t);
    let row = |i: usize| {
        let shifted = a[i][0] * v[0] + a[i][1] * v[1] - m * v[i];
        decay * (cosine * v[i] + sine * shifted)
    };
    [row(0), row(1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 MiB, 1 Mbit/s up and 1.6 down (1024 each), a peer every ten seconds.
    fn swarm(seed_leave: f64) -> OpenSwarm {
        OpenSwarm { arrivals: 0.1, upload: 1.0 / 800.0, download: 1.0 / 500.0, efficiency: 1.0, abort: 0.0, seed_leave }
    }

    #[test]
    fn it_rests_where_the_paper_says() {
        for (gamma, leechers, seeds, time) in
            [(0.005, 60.0, 20.0, 600.0), (0.001, 50.0, 100.0, 500.0), (0.02, 75.0, 5.0, 750.0)]
        {
            let (rest, takes) = swarm(gamma).rest();
            let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
            assert!(near(rest.leechers, leechers) && near(rest.seeds, seeds) && near(takes, time), "{gamma}: {rest:?}");
            let change = swarm(gamma).change(rest);
            assert!(change.leechers.abs() < 1e-12 && change.seeds.abs() < 1e-12, "{gamma}: {change:?}");
        }
    }

    #[test]
    fn who_gives_up_is_not_waited_for() {
        let swarm = OpenSwarm { abort: 0.001, ..swarm(0.005) };
        let (rest, takes) = swarm.rest();
        let change = swarm.change(rest);
        assert!(change.leechers.abs() < 1e-12 && change.seeds.abs() < 1e-12, "{change:?}");
        assert!((rest.leechers - swarm.arrivals * takes).abs() < 1e-9, "Little's law: {rest:?}, {takes}");
        let at_once = OpenSwarm { seed_leave: f64::INFINITY, ..swarm };
        assert_eq!(at_once.rest().0.seeds, 0.0);
    }

    #[test]
    fn the_integral_is_the_closed_form() {
        let near = |a: Population, b: Population| {
            (a.leechers / b.leechers - 1.0).abs() < 1e-6 && (a.seeds / b.seeds - 1.0).abs() < 1e-6
        };
        // Eigenvalues that are equal, real, complex; and a swarm that its downlinks hold back.
        let cases = [(0.005, true), (0.02, true), (0.0045, true), (0.001, false)];
        for (gamma, uplinks) in cases {
            let swarm = swarm(gamma);
            let from = if uplinks {
                Population { leechers: 90.0, seeds: 1.0 }
            } else {
                Population { leechers: 40.0, seeds: 120.0 }
            };
            for time in [50.0, 400.0, 3000.0] {
                let step_by_step = swarm.integrate(from, time, 3000);
                let at_once = swarm.closed_form(from, time, uplinks);
                assert!(near(step_by_step, at_once), "gamma {gamma}, {time} s: {step_by_step:?}, {at_once:?}");
                let full = swarm.download * at_once.leechers >= swarm.upload * (at_once.leechers + at_once.seeds);
                assert_eq!(full, uplinks, "the case leaves its regime: gamma {gamma}, {time} s");
            }
            let settled = swarm.integrate(from, 100_000.0, 20_000);
            assert!(near(settled, swarm.rest().0), "gamma {gamma}: {settled:?}");
        }
    }
}
