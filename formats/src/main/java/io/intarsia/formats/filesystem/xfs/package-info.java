/** Reader of XFS. */
@NullMarked
package io.intarsia.formats.filesystem.xfs;

import org.jspecify.annotations.NullMarked;
