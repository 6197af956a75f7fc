/** Sessions, locks, condemned packs. Specified in docs/formats/session.md. */
@NullMarked
package io.intarsia.store.session;

import org.jspecify.annotations.NullMarked;
