/** A stored version as a disk and as file trees, without rebuilding anything. */
@NullMarked
package io.intarsia.library.view;

import org.jspecify.annotations.NullMarked;
