package io.intarsia.formats.filesystem.btrfs;

/**
 * Where a tree begins.
 *
 * @param block logical address of its topmost block
 * @param level of that block, 0 when it is a leaf
 * @param generation that the block must bear
 * @param directory objectid of the root directory, where the tree is a subvolume
 */
record TreeRoot(long block, int level, long generation, long directory) {}
