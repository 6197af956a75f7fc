package io.intarsia.library.history;

import java.util.List;

/**
 * A version in the tree of what was derived from what.
 *
 * @param removed whether the version has been removed (it stays in the tree)
 * @param derived versions derived from this one, oldest first
 * @param asked whether this is the version that was asked about
 */
public record ProvenanceNode(
    String image,
    int version,
    String created,
    boolean removed,
    boolean asked,
    List<ProvenanceNode> derived) {}
