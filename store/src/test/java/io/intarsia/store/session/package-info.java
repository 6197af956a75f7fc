@NullMarked
package io.intarsia.store.session;

import org.jspecify.annotations.NullMarked;
