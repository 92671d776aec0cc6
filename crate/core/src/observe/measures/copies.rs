//! How many pieces have how many copies: the rarest, the sum, and the entropy and dispersion over pieces.

/// How many pieces have how many copies.
#[derive(Clone, Debug)]
pub(super) struct Copies {
    /// By number of copies: pieces that have so many.
    pieces: Vec<u32>,
    /// By number of copies k: k ln k.
    k_ln_k: Vec<f64>,
    n_pieces: u32,
    /// Of the piece that has fewest.
    pub rarest: u32,
    /// Of all pieces together.
    pub total: u64,
    /// The sum of k ln k over all pieces.
    sum_k_ln_k: f64,
    /// The sum of the squares of the pieces' copies.
    squares: u128,
    /// The entropy of these copies, when it was asked for since they changed.
    entropy: Option<Option<f64>>,
}

impl Copies {
    pub fn new(n_pieces: u32) -> Copies {
        let (pieces, k_ln_k) = (vec![n_pieces], vec![0.0]);
        Copies { pieces, k_ln_k, n_pieces, rarest: 0, total: 0, sum_k_ln_k: 0.0, squares: 0, entropy: None }
    }

    /// A piece that had `copies` has one more.
    pub fn more(&mut self, copies: u32) {
        let k = copies as usize;
        if k + 1 == self.pieces.len() {
            let next = f64::from(copies + 1);
            self.pieces.push(0);
            self.k_ln_k.push(next * libm::log(next));
        }
        self.pieces[k] -= 1;
        self.pieces[k + 1] += 1;
        self.total += 1;
        self.squares += 2 * u128::from(copies) + 1;
        self.sum_k_ln_k += self.k_ln_k[k + 1] - self.k_ln_k[k];
        if self.rarest == copies && self.pieces[k] == 0 {
            self.rarest += 1;
        }
        self.entropy = None;
    }

    /// A piece that had `copies` has one less.
    pub fn less(&mut self, copies: u32) {
        let k = copies as usize;
        self.pieces[k] -= 1;
        self.pieces[k - 1] += 1;
        self.total -= 1;
        self.squares -= 2 * u128::from(copies) - 1;
        self.sum_k_ln_k += self.k_ln_k[k - 1] - self.k_ln_k[k];
        self.rarest = self.rarest.min(copies - 1);
        self.entropy = None;
    }

    /// Shannon's entropy of a copy's piece over its largest value, ln of the number of pieces: 1 when all pieces have
    /// equally many copies. None without copies, and for a torrent of one piece.
    #[inline]
    pub fn entropy(&mut self) -> Option<f64> {
        match self.entropy {
            Some(entropy) => entropy,
            None => *self.entropy.insert(self.entropy_now()),
        }
    }

    /// The index of dispersion of the pieces' copies, their variance over their mean: 0 when all pieces have equally many copies. None
    /// without copies, and for a torrent of one piece.
    #[inline]
    pub fn dispersion(&self) -> Option<f64> {
        let pieces = f64::from(self.n_pieces);
        dispersion(self.total as f64 / pieces, self.squares as f64 / pieces).filter(|_| self.n_pieces > 1)
    }

    fn entropy_now(&self) -> Option<f64> {
        if self.total == 0 || self.n_pieces < 2 {
            return None;
        }
        let total = self.total as f64;
        // A sum of rounded differences may lie beyond the ends by a rounding error.
        let entropy = libm::log(total) - self.sum_k_ln_k / total;
        Some((entropy / libm::log(f64::from(self.n_pieces))).clamp(0.0, 1.0))
    }
}

/// The index of dispersion, variance over mean, of what has this mean and this mean of squares (Cox, Lewis, *The Statistical Analysis of
/// Series of Events*, 1966): 1 for a Poisson distribution. None where the mean is nothing.
pub(super) fn dispersion(mean: f64, mean_square: f64) -> Option<f64> {
    // A difference of rounded numbers may lie below nothing by a rounding error.
    (mean > 0.0).then(|| (mean_square / mean - mean).max(0.0))
}
