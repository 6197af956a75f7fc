package io.intarsia.library.extract;

import java.util.List;

/**
 * What an extraction could not do.
 *
 * @param notKept one sentence for each kind of thing that was not kept or written
 * @param missing files and directories that should stand in the directory and do not; sockets,
 *     devices and links that this machine cannot have do not count
 */
public record ExtractResult(List<String> notKept, long missing) {}
