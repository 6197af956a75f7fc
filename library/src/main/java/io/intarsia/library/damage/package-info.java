/** What is known to be damaged, remembered from the last verification. */
@NullMarked
package io.intarsia.library.damage;

import org.jspecify.annotations.NullMarked;
