@NullMarked
package io.intarsia.library.damage;

import org.jspecify.annotations.NullMarked;
