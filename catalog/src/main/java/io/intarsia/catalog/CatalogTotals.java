package io.intarsia.catalog;

/**
 * Sums over all present versions; a sum that does not fit is {@link Long#MAX_VALUE}.
 *
 * @param images images with at least one present version
 * @param versions present versions
 * @param virtualBytes sum of their virtual sizes
 * @param dataBytes sum of their bytes read, holes left out
 */
public record CatalogTotals(long images, long versions, long virtualBytes, long dataBytes) {}
