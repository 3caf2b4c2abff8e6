//! An open file: counted for the progress bar, hashed for the manifest, unpacked for the reader.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::compression::Compression;
use crate::hash::Digest;

/// What has been read of one file, as it lies on the disk.
#[derive(Default)]
pub(super) struct Meter {
    bytes: AtomicU64,
    digest: Mutex<Digest>,
}

impl Meter {
    /// Bytes read so far.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// The hash of what was read so far.
    pub(super) fn hex(&self) -> String {
        self.digest.lock().unwrap_or_else(PoisonError::into_inner).hex()
    }

    /// Takes in a whole file that is read at random, so that its manifest entry is like any other.
    pub(super) fn read_whole(&self, path: &Path) -> io::Result<()> {
        let metered = Metered { inner: File::open(path)?, meter: self };
        io::copy(&mut BufReader::with_capacity(128 << 10, metered), &mut io::sink()).map(drop)
    }

    /// Takes in bytes that were not read from a stream.
    pub(super) fn add(&self, bytes: &[u8]) {
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.digest.lock().unwrap_or_else(PoisonError::into_inner).update(bytes);
    }
}

struct Metered<R, M> {
    inner: R,
    meter: M,
}

impl<R: Read, M: Deref<Target = Meter>> Read for Metered<R, M> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.meter.add(&buffer[..count]);
        Ok(count)
    }
}

/// Opens a file, or standard input where there is no path, and unpacks it.
///
/// A name that ends in `.gz` or `.zst` is taken by its word, so that a file which is not even that is an error;
/// other streams are looked at.
pub(super) fn open(path: Option<&Path>, meter: &Arc<Meter>) -> io::Result<Box<dyn BufRead + Send>> {
    let (named, inner): (_, Box<dyn Read + Send>) = match path {
        Some(path) => {
            let name = path.to_string_lossy();
            let named = if name.to_ascii_lowercase().ends_with(".tgz") {
                Compression::Gzip
            } else {
                Compression::of_name(&name).0
            };
            (named, Box::new(File::open(path)?))
        }
        None => (Compression::None, Box::new(io::stdin())),
    };
    let mut packed = BufReader::with_capacity(128 << 10, Metered { inner, meter: Arc::clone(meter) });
    let compression =
        if named == Compression::None { Compression::of_magic(packed.fill_buf()?) } else { named };
    compression.reader(packed)
}
