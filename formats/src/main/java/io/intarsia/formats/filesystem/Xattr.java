package io.intarsia.formats.filesystem;

/**
 * An extended attribute.
 *
 * @param name full name as {@code getfattr} shows it ({@code security.capability}), in bytes
 * @param value may be empty; not to be changed
 */
public record Xattr(byte[] name, byte[] value) {}
