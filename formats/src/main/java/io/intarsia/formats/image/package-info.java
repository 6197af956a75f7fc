/**
 * Container formats of disk images: from an image file to the disk that a guest sees. Each format
 * has its package; qcow (version 1), QED and Parallels are recognised, and refused by name.
 */
@NullMarked
package io.intarsia.formats.image;

import org.jspecify.annotations.NullMarked;
