/**
 * Encrypted stores: keys, and files that only they open. Specified, with the reasons why no nonce
 * is used twice, in docs/formats/encryption.md.
 *
 * <p>All primitives are the JDK's (AES-GCM, HKDF, HMAC-SHA-256, DHKEM with X25519) but Argon2id,
 * which is Bouncy Castle's. A store that is not encrypted loads none of them: {@link
 * io.intarsia.store.crypt.StoreKeys#none} is all that it meets of this package.
 */
@NullMarked
package io.intarsia.store.crypt;

import org.jspecify.annotations.NullMarked;
