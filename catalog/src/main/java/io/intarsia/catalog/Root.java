package io.intarsia.catalog;

/**
 * Where marking begins: the manifest of a present version.
 *
 * @param id the version
 * @param manifest fingerprint of its image manifest, 32 bytes; not to be changed
 * @param manifestRecordNumber number of the record that the manifest comes from
 */
public record Root(VersionId id, byte[] manifest, long manifestRecordNumber) {}
