package io.intarsia.library.manifest;

import io.intarsia.formats.partition.Partition;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.error.InvalidObjectException;
import io.intarsia.store.object.BodyReader;
import io.intarsia.store.object.BodyWriter;
import io.intarsia.store.object.ReferenceTable;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk: its partitions and its block map.
 *
 * @param size of the disk in bytes
 * @param scheme of the partition table: {@code gpt mbr none}
 * @param problems of the partition table
 * @param nodes of the block map, see {@link BlockMap}; null where all is zero
 */
public record DiskManifest(
    long size,
    String scheme,
    List<String> problems,
    List<PartitionEntry> partitions,
    List<@Nullable Fingerprint> nodes) {
  private static final int MAX_PARTITIONS = 1 << 16;

  /**
   * A partition and what was found in it.
   *
   * @param signature type by its signature or its reader, or null
   * @param problem why it was not, or not wholly, understood; null when it was
   * @param fileSystem fingerprint of its {@link FileSystemManifest}, or null
   */
  public record PartitionEntry(
      Partition partition,
      @Nullable String signature,
      @Nullable String problem,
      @Nullable Fingerprint fileSystem) {}

  public BlockMap blockMap(ObjectSource objects) {
    return new BlockMap(objects, size, nodes);
  }

  public Fingerprint put(ObjectSink sink) throws IOException {
    BodyWriter body = new BodyWriter();
    ReferenceTable references = new ReferenceTable();
    body.varint(size);
    Texts.write(body, scheme);
    Texts.writeList(body, problems);
    body.varint(partitions.size());
    for (PartitionEntry entry : partitions) {
      Partition partition = entry.partition();
      body.varint(partition.number()).varint(partition.offset()).varint(partition.length());
      Texts.write(body, partition.type());
      Texts.writeOptional(body, partition.uuid());
      Texts.writeOptional(body, partition.label());
      Texts.writeOptional(body, entry.signature());
      Texts.writeOptional(body, entry.problem());
      References.writeOptional(body, references, entry.fileSystem());
    }
    body.varint(nodes.size());
    for (Fingerprint node : nodes) {
      References.writeOptional(body, references, node);
    }
    return sink.put(StoredObject.of(Kinds.DISK, references, body.toByteArray()));
  }

  public static DiskManifest get(ObjectSource objects, Fingerprint fingerprint) throws IOException {
    StoredObject object = objects.get(fingerprint);
    BodyReader body = References.open(object, Kinds.DISK);
    long size = body.varint(BlockMap.MAX_DISK_BYTES);
    String scheme = Texts.read(body);
    List<String> problems = Texts.readList(body);
    int partitionCount = body.count(MAX_PARTITIONS, 8);
    List<PartitionEntry> partitions = new ArrayList<>(partitionCount);
    for (int i = 0; i < partitionCount; i++) {
      partitions.add(readPartition(body, object));
    }
    int nodeCount = body.count(Integer.MAX_VALUE, 1);
    if (nodeCount != BlockMap.nodeCount(size)) {
      throw new InvalidObjectException(nodeCount + " nodes for a disk of " + size + " bytes");
    }
    List<@Nullable Fingerprint> nodes = new ArrayList<>(nodeCount);
    for (int i = 0; i < nodeCount; i++) {
      nodes.add(References.optionalObject(body, object));
    }
    return new DiskManifest(size, scheme, problems, partitions, nodes);
  }

  private static PartitionEntry readPartition(BodyReader body, StoredObject object)
      throws InvalidObjectException {
    Partition partition =
        new Partition(
            body.varintInt(Integer.MAX_VALUE),
            body.varint(Long.MAX_VALUE),
            body.varint(Long.MAX_VALUE),
            Texts.read(body),
            Texts.readOptional(body),
            Texts.readOptional(body));
    return new PartitionEntry(
        partition,
        Texts.readOptional(body),
        Texts.readOptional(body),
        References.optionalObject(body, object));
  }
}
