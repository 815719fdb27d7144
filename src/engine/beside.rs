//! Files of the author's folder are written beside their place and renamed into it, so that nobody sees half of one.

use std::fs::Permissions;
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Writes a file that is to take a place in this folder, and sees that it is on the disk: it may become somebody's
/// only copy. Without `permissions` it is a file like others, which a temporary one is not. What is not put in place
/// is gone when it is dropped. The name begins with a dot, so a build that runs meanwhile leaves it alone.
pub fn write_beside(folder: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<NamedTempFile> {
    let mut beside = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        beside.permissions(Permissions::from_mode(0o666));
    }
    let mut beside = beside.prefix(".linernotes-edit-").tempfile_in(folder)?;
    beside.write_all(bytes)?;
    if let Some(permissions) = permissions {
        beside.as_file().set_permissions(permissions)?;
    }
    beside.as_file().sync_all()?;
    Ok(beside)
}
