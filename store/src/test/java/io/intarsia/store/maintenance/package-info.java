@NullMarked
package io.intarsia.store.maintenance;

import org.jspecify.annotations.NullMarked;
