package io.intarsia.store.crypt;

import java.util.List;

/**
 * What was brought under the present data key.
 *
 * @param bytes plain bytes of the files rewritten
 * @param damaged files that could not be read, and stay under their old keys
 */
public record ReencryptResult(long bytes, List<String> damaged) {}
