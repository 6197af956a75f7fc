/**
 * Names what stands on a partition, also where nothing reads it. Apart from the readers' interface,
 * since it asks the reader of FAT, which has no magic.
 */
@NullMarked
package io.intarsia.formats.filesystem.signature;

import org.jspecify.annotations.NullMarked;
