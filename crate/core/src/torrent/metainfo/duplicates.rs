//! Telling files apart whose safe paths collide, as libtorrent does: `f.txt`, `f.1.txt`, `f.2.txt`.
//!
//! Two paths collide when they differ in ASCII case only (many file systems ignore case), or when one is a folder of
//! another. Without a bound on the work, 100,000 files of one name would cost 5,000,000,000 tries.

use std::collections::{BTreeMap, BTreeSet};

use super::{FileEntry, MetainfoError};

/// Names that may be tried in vain, over the whole torrent.
const COLLISIONS_MAX: u32 = 500;

/// All paths as one tree, so that a path of a million folders costs a million steps and not their square.
#[derive(Default)]
struct Tree {
    nodes: Vec<Node>,
    children: BTreeMap<(u32, String), u32>,
}

#[derive(Default)]
struct Node {
    is_folder: bool,
    is_taken: bool,
}

impl Tree {
    /// The node of `name` in folder `parent`, made when new. Colliding names share a node.
    fn child(&mut self, parent: u32, name: &str) -> u32 {
        let next = self.nodes.len() as u32;
        let key = (parent, name.to_ascii_lowercase());
        let node = *self.children.entry(key).or_insert(next);
        if node == next {
            self.nodes.push(Node::default());
        }
        node
    }

    /// Takes a node for a file, unless a folder or another file has it.
    fn take(&mut self, node: u32) -> bool {
        let node = &mut self.nodes[node as usize];
        let free = !node.is_folder && !node.is_taken;
        node.is_taken |= free;
        free
    }
}

/// Renames files whose path is taken.
pub(super) fn resolve(files: &mut [FileEntry]) -> Result<(), MetainfoError> {
    if files.len() < 2 {
        return Ok(());
    }
    // Folders first: a file may never take the place of a folder.
    let mut tree = Tree::default();
    tree.nodes.push(Node::default());
    let mut folders = Vec::with_capacity(files.len());
    for file in files.iter() {
        let mut folder = 0;
        let depth = file.path.len().saturating_sub(1);
        for name in &file.path[..depth] {
            folder = tree.child(folder, name);
            tree.nodes[folder as usize].is_folder = true;
        }
        folders.push(folder);
    }
    // Pad files are never written, so those of one size may share a name.
    let mut pads = BTreeSet::new();
    let mut collisions = 0;
    for (file, folder) in files.iter_mut().zip(folders) {
        let Some(name) = file.path.last_mut() else {
            continue;
        };
        let node = tree.child(folder, name);
        let is_first_pad = file.pad && pads.insert((node, file.length));
        if tree.take(node) || (file.pad && !is_first_pad) {
            continue;
        }
        let (base, extension) = name.split_at(name.rfind('.').unwrap_or(name.len()));
        let (base, extension) = (base.to_owned(), extension.to_owned());
        for count in 1_u32.. {
            *name = format!("{base}.{count}{extension}");
            let node = tree.child(folder, name);
            if tree.take(node) {
                break;
            }
            collisions += 1;
            if collisions > COLLISIONS_MAX {
                return Err(MetainfoError::TooManyDuplicateNames { collisions_max: COLLISIONS_MAX });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> FileEntry {
        FileEntry {
            path: path.split('/').map(str::to_owned).collect(),
            length: 1,
            offset: 0,
            pad: path.starts_with(".pad"),
        }
    }

    fn check(paths: &[&str], expected: &[&str]) {
        let mut files: Vec<_> = paths.iter().map(|path| file(path)).collect();
        resolve(&mut files).unwrap();
        let got: Vec<_> = files.iter().map(|file| file.path.join("/")).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn colliding_files_get_numbers_and_others_stay() {
        check(&["a", "b"], &["a", "b"]);
        check(&["f", "f", "F", "f"], &["f", "f.1", "F.2", "f.3"]);
        check(&["d/f.tar.gz", "d/f.tar.gz"], &["d/f.tar.gz", "d/f.tar.1.gz"]);
        check(&["d/.q", "d/.q"], &["d/.q", "d/.1.q"]);
        check(&["f", "f/g"], &["f.1", "f/g"]);
        check(&["f", "f.1", "f"], &["f", "f.1", "f.2"]);
        check(&[".pad/1", ".pad/1", ".pad/1"], &[".pad/1", ".pad/1", ".pad/1"]);
    }

    #[test]
    fn the_work_is_bounded() {
        // n equal names cost (n - 1)(n - 2) / 2 tries in vain: 496 for 33, 528 for 34.
        let equal = |n: usize| resolve(&mut vec![file("f"); n]);
        assert!(equal(33).is_ok());
        assert_eq!(equal(34), Err(MetainfoError::TooManyDuplicateNames { collisions_max: 500 }));
        assert!(equal(100_000).is_err());
    }
}
