package io.intarsia.library.manifest;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.intarsia.library.fixture.Damage;
import io.intarsia.library.fixture.MemoryObjects;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.object.StoredObject;
import java.io.IOException;
import java.util.List;

/** Whatever a body holds, it is decoded or refused as invalid. */
class DecodersFuzzTest {
  private static final Fingerprint NAME = MemoryObjects.chunk(0);
  private static final List<Fingerprint> REFERENCES =
      List.of(MemoryObjects.chunk(1), MemoryObjects.chunk(2), MemoryObjects.chunk(3));

  /** Objects of one kind, all with the same body, whoever asks. */
  private static ObjectSource source(char kind, byte[] body) {
    StoredObject object = new StoredObject((byte) kind, REFERENCES, REFERENCES, body, new byte[0]);
    return fingerprint -> object;
  }

  static void content(ObjectSource source, Fingerprint name) throws IOException {
    ContentList content = ContentList.open(source, name);
    content.visit(
        0,
        content.size(),
        new ContentList.Visitor() {
          @Override
          public void chunk(long offset, int length, Fingerprint fingerprint) {
            require(offset, length, content.size());
          }

          @Override
          public void hole(long offset, long length) {
            require(offset, length, content.size());
          }
        });
  }

  static void blockMap(ObjectSource source, Fingerprint node) throws IOException {
    visit(new BlockMap(source, 3 * BlockMap.SEGMENT_BYTES, List.of(node)));
  }

  static void segment(ObjectSource source, Fingerprint segment) throws IOException {
    StoredObject node =
        new StoredObject((byte) 'M', List.of(segment), List.of(), new byte[] {1}, new byte[0]);
    ObjectSource both = name -> name.equals(NAME) ? node : source.get(name);
    visit(new BlockMap(both, BlockMap.SEGMENT_BYTES, List.of(NAME)));
  }

  private static void visit(BlockMap map) throws IOException {
    map.visit(
        0,
        map.diskSize(),
        new BlockMap.Visitor() {
          @Override
          public void zeros(long diskOffset, long length) {
            require(diskOffset, length, map.diskSize());
          }

          @Override
          public void place(long diskOffset, ContentId content, long from, long length) {
            require(diskOffset, length, map.diskSize());
            require(from, length, Long.MAX_VALUE);
            content.requireFingerprint();
          }
        });
  }

  private static void require(long offset, long length, long size) {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new AssertionError(offset + " + " + length + " is outside of " + size);
    }
  }

  @FuzzTest(maxDuration = "3h")
  void directories(byte[] body) throws IOException {
    Damage.decode(body, b -> DirectoryObject.read(source('D', b), NAME, entry -> {}));
  }

  @FuzzTest(maxDuration = "3h")
  void contents(byte[] body) throws IOException {
    Damage.decode(body, b -> content(source('C', b), NAME));
  }

  @FuzzTest(maxDuration = "3h")
  void segments(byte[] body) throws IOException {
    Damage.decode(body, b -> segment(source('B', b), REFERENCES.getFirst()));
  }

  @FuzzTest(maxDuration = "3h")
  void nodes(byte[] body) throws IOException {
    Damage.decode(body, b -> blockMap(source('M', b), NAME));
  }

  @FuzzTest(maxDuration = "3h")
  void disks(byte[] body) throws IOException {
    Damage.decode(body, b -> DiskManifest.get(source('K', b), NAME));
  }

  @FuzzTest(maxDuration = "3h")
  void fileSystems(byte[] body) throws IOException {
    Damage.decode(body, b -> FileSystemManifest.get(source('F', b), NAME));
  }

  @FuzzTest(maxDuration = "3h")
  void images(byte[] body) throws IOException {
    Damage.decode(body, b -> ImageManifest.get(source('I', b), NAME));
  }

  @FuzzTest(maxDuration = "3h")
  void hardLinks(byte[] body) throws IOException {
    Damage.decode(
        body, b -> HardLinks.read(source('H', b), List.of(NAME), group -> group.forEach(p -> {})));
  }
}
