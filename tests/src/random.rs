//! Choices that look random and are the same in every run.

/// A source of such choices.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The source that this seed begins.
    pub fn new(seed: u64) -> Self {
        // Never 0, from which nothing else would come.
        Self(seed | 1 << 63)
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        // Marsaglia's xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }
}
