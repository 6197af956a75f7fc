package io.intarsia.formats.image.ova;

/**
 * A regular file in an archive.
 *
 * @param place of its first byte in the archive
 * @param size bytes
 */
record TarMember(String name, long place, long size) {}
