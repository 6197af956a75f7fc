/**
 * Files of a stored version written to this machine, with their metadata, below one directory and
 * nowhere else. Names and link targets come from a disk that nobody vouches for, so every call
 * names one entry relative to an open directory and follows no symbolic link.
 */
@NullMarked
package io.intarsia.library.extract;

import org.jspecify.annotations.NullMarked;
