package io.intarsia.library.checkin;

import io.intarsia.library.record.Dropped;
import java.util.List;

/**
 * What a check-in did. Bytes are plain bytes unless said otherwise.
 *
 * @param image name
 * @param version number
 * @param id fingerprint of the image manifest, hexadecimal
 * @param virtualBytes size of all disks
 * @param dataBytes bytes read that were not holes
 * @param newFileBytes bytes of chunks of file contents that were not stored before
 * @param newSkeletonBytes bytes of all other chunks that were not stored before
 * @param blocks what else was found stored, outside of files
 * @param metadataBytes bytes of manifests, trees and maps that were written
 * @param storedBytes bytes that this check-in added to the store's files
 * @param droppedBytes bytes that were stored as zeros ({@link FreeSpace#DROP}, {@link
 *     CheckInRequest#drop})
 * @param dropped which they were
 * @param seconds wall time
 * @param understood one entry per place
 * @param leftOut features of the container that are not kept
 * @param notes what people should know of the container although it could be read, a sentence each
 */
public record CheckInResult(
    String image,
    int version,
    String id,
    long virtualBytes,
    long dataBytes,
    long newFileBytes,
    long newSkeletonBytes,
    BlockCounts blocks,
    long metadataBytes,
    long storedBytes,
    long droppedBytes,
    List<Dropped> dropped,
    double seconds,
    List<Understood> understood,
    List<String> leftOut,
    List<String> notes) {

  public long newBytes() {
    return newFileBytes + newSkeletonBytes;
  }
}
