/**
 * File systems as the rest of Intarsia sees them: inodes, directories, extents, free space. Read
 * only.
 */
@NullMarked
package io.intarsia.formats.filesystem;

import org.jspecify.annotations.NullMarked;
